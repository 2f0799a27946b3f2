// Time left of the round, by the minute. Before it begins, and long after its end, only the time of day stands there.

const clock = document.getElementById("clock");
const LONG_OVER = 180; // minutes

function tick() {
  const gone = Math.floor((Date.now() - Date.parse(clock.dataset.starts)) / 60_000);
  const left = Number(clock.dataset.minutes) - gone;
  const isOn = gone >= 0 && left > -LONG_OVER;
  const show = (name, is, number) => {
    const part = clock.querySelector(`[data-${name}]`);
    part.hidden = !is;
    if (number !== undefined) part.querySelector("b").textContent = number;
  };
  show("time", !isOn);
  show("left", isOn && left >= 0, left);
  show("over", isOn && left < 0, -left);
  const toNext = 60_000 - ((Date.now() - Date.parse(clock.dataset.starts)) % 60_000);
  setTimeout(tick, Math.max(1_000, toNext));
}

if (clock) tick();
