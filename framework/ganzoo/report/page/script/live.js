// A page that is still being written loads itself again, and leaves the reader alone while he is at something.

const live = {paused: false, down: false, since: Date.now(), touched: 0};

/** How long a field that has the focus counts as being used after it was last touched. */
const fieldRest = 30000;

function isBusy() {
  const active = document.activeElement, field = active && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName);
  return live.paused || document.hidden || (field && Date.now() - live.touched < fieldRest) || hover.drag || live.down || String(getSelection()).length > 0;
}

function startLive(header) {
  if (!meta.live) return;
  const button = h('button', {class: 'live', id: 'live', onclick: () => { live.paused = !live.paused; tick(); }});
  const tick = () => {
    const age = Math.round((Date.now() - live.since) / 1000);
    button.textContent = live.paused ? '● live · paused · go on' : `● live · ${age} s ago · pause`;
    if (age >= meta.live && !isBusy()) { rememberScroll(); location.reload(); }
  };
  for (const name of ['focusin', 'input', 'keydown', 'pointerdown']) document.addEventListener(name, () => { live.touched = Date.now(); });
  document.addEventListener('pointerdown', () => { live.down = true; });
  for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => { live.down = false; });
  header.element.append(button);
  tick();
  setInterval(tick, 1000);
}

function rememberScroll() {
  state.top = Math.round(scrollY);
  history.replaceState(null, '', hashOf(state));
}
