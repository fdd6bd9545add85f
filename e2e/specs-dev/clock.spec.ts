/** The tab of the developer panel with the clock of a world. */
import { failure, openPanel, section } from '../support/dev-panel.ts';
import { expect, test } from '../support/test.ts';

test.describe('a frozen clock', () => {
  test.use({ worldOptions: { frozen_at: 1_700_000_000 } });

  test('The clock of a world is shown, moved forward, set, started and frozen', async ({ page, world, signIn }) => {
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Clock');
    const time = section(panel, 'Time');

    await test.step('The frozen time is shown', async () => {
      await expect(time).toContainText('14 Nov 2023, 22:13:20');
      await expect(time).toContainText('frozen · 1700000000');
    });

    await test.step('Move the clock forward', async () => {
      for (const [step, seconds] of [
        ['1 minute', 60],
        ['1 hour', 3_600],
        ['1 day', 86_400],
        ['30 days', 2_592_000],
      ] as const) {
        const before = await world.clock.now();
        await section(panel, 'Advance by').getByRole('button', { name: step }).click();
        await expect(time).toContainText(`frozen · ${before + seconds}`);
      }
      await section(panel, 'Advance by').getByLabel('Number').fill('2');
      await section(panel, 'Advance by').getByLabel('Unit').selectOption('minutes');
      const before = await world.clock.now();
      await section(panel, 'Advance by').getByRole('button', { name: 'Advance' }).click();
      await expect(time).toContainText(`${before + 120}`);
    });

    await test.step('Set the clock, never back', async () => {
      await section(panel, 'Set').getByLabel('Date and time').fill('2030-01-02T03:04');
      await section(panel, 'Set').getByRole('button', { name: 'Set' }).click();
      await expect(time).toContainText('2 Jan 2030, 03:04:00');
      expect(await world.clock.now()).toBe(1_893_553_440);
      await section(panel, 'Set').getByLabel('Date and time').fill('2001-01-01T00:00');
      await section(panel, 'Set').getByRole('button', { name: 'Set' }).click();
      await expect(failure(panel)).toContainText('a clock does not go back');
    });

    await test.step('Start and freeze the clock', async () => {
      await time.getByRole('button', { name: 'Resume' }).click();
      await expect(time).toContainText('running');
      // The time shown moves on.
      await expect(time).not.toContainText('1893553440');
      await time.getByRole('button', { name: 'Freeze' }).click();
      await expect(time).toContainText('frozen');
    });
  });
});
