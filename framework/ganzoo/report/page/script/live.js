// A page that is still being written loads itself again, and leaves the reader alone while he is at something.

const live = {paused: false, since: Date.now()};

function isBusy() {
  const active = document.activeElement, field = active && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName);
  return live.paused || document.hidden || field || hover.drag || live.down || String(getSelection()).length > 0;
}

function startLive(header) {
  if (!meta.live) return;
  const button = h('button', {class: 'live', id: 'live', onclick: () => { live.paused = !live.paused; tick(); }});
  const tick = () => {
    const age = Math.round((Date.now() - live.since) / 1000);
    button.textContent = live.paused ? '● live · paused · go on' : `● live · ${age} s ago · pause`;
    if (age >= meta.live && !isBusy()) { rememberScroll(); location.reload(); }
  };
  document.addEventListener('pointerdown', () => { live.down = true; });
  document.addEventListener('pointerup', () => { live.down = false; });
  header.element.append(button);
  tick();
  setInterval(tick, 1000);
}

function rememberScroll() {
  state.top = Math.round(scrollY);
  history.replaceState(null, '', hashOf(state));
}
