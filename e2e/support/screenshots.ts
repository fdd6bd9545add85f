/** What the specs that write pictures share. */

const COLOR_SCHEMES = ['light', 'dark'] as const;

const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
];

/** Each color scheme in each width, as options of the browser. */
export const SCREENS = COLOR_SCHEMES.flatMap((colorScheme) =>
  VIEWPORTS.map((viewport) => ({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' as const } })),
);
