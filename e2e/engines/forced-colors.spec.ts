/** With the colors of the system, as in Windows' contrast themes. */
import { expect, test } from './test.ts';

test('Controls can be seen with forced colors', async ({ app, openList }) => {
  await openList('/users?q=admin');
  await app.expectShown('rowheader', 'admin');
  expect(await app.driver.evaluate(`return matchMedia('(forced-colors: active)').matches`)).toBe(true);
  for (const toggle of await app.findAll('switch')) {
    const [track, knob] = await app.driver.evaluate<[string, string]>(
      `const toggle = [...document.querySelectorAll('[role=switch]')].find((toggle) => toggle.getBoundingClientRect().top === argument);
       return [getComputedStyle(toggle).backgroundColor, getComputedStyle(toggle, '::before').backgroundColor];`,
      toggle.top,
    );
    expect(knob, `the knob of ${toggle.name}`).not.toBe(track);
  }
  const menuButton = await app.find('button', 'Actions for admin');
  expect(menuButton.isReachable).toBe(true);
  // Firefox lays a backing behind clipped lines, which hid the buttons beside them.
  expect(await app.driver.evaluate(`return getComputedStyle(document.querySelector('.first-line')).clipPath`)).toBe(
    'inset(0px)',
  );
});
