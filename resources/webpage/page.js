"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Other languages wait in templates; the one that the address names takes the place of the first.
  const other = $$("template[lang]").find((each) => each.lang === location.hash.slice(1));
  if (other) {
    Object.assign(document.documentElement, { lang: other.lang, dir: other.dir });
    document.title = other.title;
    $$("body > :is(header, nav, main)").forEach((each) => each.remove());
    document.body.prepend(other.content);
  }

  const main = $("main"), map = $("#map"), sheet = $("#sheet"), svg = $("#sheet > svg");
  const bar = $(".bar"), field = $(".search input"), count = $(".search output"), panel = $("aside");
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const width = svg.width.baseVal.value, height = svg.height.baseVal.value;
  const MOST = 8, STEP = 1.25, NEAR = 4;

  // Records: their articles, and the groups that draw them.
  const articles = new Map($$("#table article").map((each) => [each.dataset.id, each]));
  const groups = new Map();
  for (const group of $$("g[data-id]", svg)) {
    const id = group.dataset.id;
    groups.set(id, [...(groups.get(id) || []), group]);
  }
  let boxes = null; // id → rectangle in the sheet's units

  document.documentElement.classList.add("live");
  bar.hidden = false;

  // The view: the sheet is moved and scaled, and painted anew when it rests.
  const view = { x: 0, y: 0, scale: 1 };
  let frame = 0, rest = 0, isFitted = true, isWhole = false;
  const least = () => Math.min(1, fitting()) * 0.6;
  const fitting = () => Math.min((map.clientWidth - 24) / width, (map.clientHeight - 24) / height);

  function paint() {
    frame = 0;
    sheet.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.scale})`;
  }
  function move(isGliding = false) {
    const free = { x: map.clientWidth - width * view.scale, y: map.clientHeight - height * view.scale };
    const edge = Math.min(map.clientWidth, map.clientHeight) / 2;
    for (const axis of ["x", "y"]) {
      view[axis] = Math.max(Math.min(0, free[axis]) - edge, Math.min(view[axis], Math.max(0, free[axis]) + edge));
    }
    sheet.classList.toggle("gliding", isGliding && !isStill.matches);
    map.classList.add("moving");
    clearTimeout(rest);
    rest = setTimeout(() => map.classList.remove("moving"), 180);
    frame = frame || requestAnimationFrame(paint);
  }
  function zoomAt(x, y, factor, isGliding = false) {
    const scale = Math.max(least(), Math.min(view.scale * factor, MOST));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    isFitted = false;
    move(isGliding);
  }
  const zoom = (factor) => zoomAt(map.clientWidth / 2, map.clientHeight / 2, factor, true);
  function fit(isGliding = true) {
    // On an upright screen, and if it is far wider than the screen, the map fills the height first,
    // where it can be read, and the width when asked again.
    const isUpright = map.clientHeight > map.clientWidth;
    const isLong = isUpright || width / height > 2.5 * map.clientWidth / map.clientHeight;
    if (isGliding) isWhole = isLong && isFitted && !isWhole;
    view.scale = isLong && !isWhole ? Math.min((map.clientHeight - 24) / height, 1) : Math.min(fitting(), 2);
    const isWide = width * view.scale > map.clientWidth;
    const start = document.dir === "rtl" ? map.clientWidth - width * view.scale - 4 : 4;
    view.x = isWide ? start : (map.clientWidth - width * view.scale) / 2;
    view.y = Math.max(12, (map.clientHeight - height * view.scale) / 2);
    isFitted = true;
    move(isGliding);
  }
  function centred(room, middle, length) {
    // The middle of the room, but no farther than the edge of the sheet.
    const size = length * view.scale;
    if (size <= room) return (room - size) / 2;
    return Math.max(room - size - 12, Math.min(room / 2 - middle * view.scale, 12));
  }
  function show(id) {
    const box = boxOf(id);
    if (!box) return;
    const scale = Math.max(view.scale, Math.min(1.25, MOST));
    const side = panel.hidden || map.clientWidth < 700 ? 0 : panel.offsetWidth + 12;
    const below = panel.hidden || map.clientWidth >= 700 ? 0 : panel.offsetHeight + 8;
    const x = view.x + box.x * view.scale, y = view.y + box.y * view.scale;
    const isSeen = x > 8 && y > 8 && x + box.width * view.scale < map.clientWidth - side - 8 &&
      y + box.height * view.scale < map.clientHeight - below - 8;
    if (isSeen && view.scale >= 0.8) return;
    view.scale = scale;
    view.x = centred((map.clientWidth - side), box.x + box.width / 2, width);
    view.y = centred((map.clientHeight - below), box.y + box.height / 2, height);
    isFitted = false;
    move(true);
  }

  function boxOf(id) {
    if (!boxes) {
      boxes = new Map();
      const own = svg.getBoundingClientRect(), scale = own.width / width;
      for (const [key, parts] of groups) {
        const rects = parts.map((part) => part.getBoundingClientRect()).filter((rect) => rect.width);
        if (!rects.length) continue;
        const x = Math.min(...rects.map((rect) => rect.left)), y = Math.min(...rects.map((rect) => rect.top));
        const right = Math.max(...rects.map((rect) => rect.right)), bottom = Math.max(...rects.map((rect) => rect.bottom));
        boxes.set(key, {
          x: (x - own.left) / scale, y: (y - own.top) / scale,
          width: (right - x) / scale, height: (bottom - y) / scale,
        });
      }
      const stages = $$("#table th[scope=row] article").map((each) => each.dataset.id);
      for (const id of stages) { // the group of a stage holds its cards: keep the header alone
        const head = groups.get(id)?.[0]?.firstElementChild?.getBoundingClientRect();
        if (head?.width) {
          boxes.set(id, {
            x: (head.left - own.left) / scale, y: (head.top - own.top) / scale,
            width: head.width / scale, height: head.height / scale,
          });
        }
      }
    }
    return boxes.get(id);
  }
  function idAt(clientX, clientY) {
    const own = svg.getBoundingClientRect(), scale = own.width / width;
    const x = (clientX - own.left) / scale, y = (clientY - own.top) / scale;
    boxOf("");
    let best = "", size = Infinity;
    for (const [id, box] of boxes) {
      const isIn = x >= box.x - 2 && y >= box.y - 2 && x <= box.x + box.width + 2 && y <= box.y + box.height + 2;
      if (isIn && articles.has(id) && box.width * box.height < size) [best, size] = [id, box.width * box.height];
    }
    return best;
  }

  // Gestures: one pointer drags, two pinch, a wheel zooms and a trackpad pans.
  const pointers = new Map();
  let pressed = null, gap = 0, middle = null;
  const spread = () => {
    const [one, other] = [...pointers.values()];
    middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    return Math.hypot(one.x - other.x, one.y - other.y) || 1;
  };
  map.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    pressed = pointers.size === 1 ? { x: event.clientX, y: event.clientY, isClick: true } : null;
    if (pointers.size === 2) gap = spread();
  });
  addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const dx = event.clientX - last.x, dy = event.clientY - last.y;
    if (pressed?.isClick && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < NEAR) return;
    if (pressed?.isClick) map.classList.add("dragged");
    if (pressed) pressed.isClick = false;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) {
      view.x += dx;
      view.y += dy;
      isFitted = false;
      move();
    } else if (pointers.size === 2) {
      const before = { gap, ...middle }, corner = map.getBoundingClientRect();
      gap = spread();
      view.x += middle.x - before.x;
      view.y += middle.y - before.y;
      zoomAt(middle.x - corner.left, middle.y - corner.top, gap / before.gap);
    }
  });
  function released(event) {
    if (!pointers.delete(event.pointerId)) return;
    if (!pressed?.isClick) tell();
    map.classList.remove("dragged");
    if (event.type === "pointerup" && pressed?.isClick) choose(idAt(event.clientX, event.clientY));
    pressed = null;
  }
  addEventListener("pointerup", released);
  addEventListener("pointercancel", released);
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const corner = map.getBoundingClientRect();
    const isNotch = event.deltaMode === 1 || (!event.deltaX && Math.abs(event.deltaY) >= 80);
    if (event.ctrlKey || event.metaKey || isNotch) {
      const lines = event.deltaMode === 1 ? event.deltaY * 33 : event.deltaY;
      const factor = Math.exp(-Math.max(-240, Math.min(lines, 240)) * (isNotch ? 0.0018 : 0.01));
      zoomAt(event.clientX - corner.left, event.clientY - corner.top, factor);
    } else {
      view.x -= event.deltaX;
      view.y -= event.deltaY;
      isFitted = false;
      move();
    }
  }, { passive: false });
  map.addEventListener("dblclick", (event) => {
    const corner = map.getBoundingClientRect();
    if (!idAt(event.clientX, event.clientY)) zoomAt(event.clientX - corner.left, event.clientY - corner.top, 1.6, true);
  });

  // Marks over the drawing.
  const marks = document.createElementNS(svg.namespaceURI, "g");
  marks.setAttribute("pointer-events", "none");
  svg.append(marks);
  function mark(id, name) {
    const box = boxOf(id);
    if (!box) return;
    const rect = document.createElementNS(svg.namespaceURI, "rect");
    const place = { x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6, rx: 5 };
    for (const [key, value] of Object.entries(place)) rect.setAttribute(key, value);
    rect.setAttribute("class", name);
    marks.append(rect);
  }
  function markAll() {
    marks.replaceChildren();
    if (main.dataset.view !== "map") return;
    hits.forEach((id, index) => mark(id, index === current ? "hit current" : "hit"));
    if (chosen) mark(chosen, "chosen");
  }

  // The chosen record: its article, copied into the panel.
  let chosen = "";
  function choose(id) {
    chosen = articles.has(id) ? id : "";
    panel.hidden = !chosen;
    if (chosen) {
      const copy = articles.get(chosen).cloneNode(true);
      copy.removeAttribute("id");
      copy.className = "";
      $("div", panel).replaceChildren(copy);
      panel.scrollTop = 0;
      panel.setAttribute("aria-label", $("h3", copy).textContent);
      if (main.dataset.view === "map") show(chosen);
    }
    markAll();
  }
  function follow(event) {
    const link = event.target.closest?.('a[href^="#r"]');
    const article = link && document.getElementById(link.hash.slice(1));
    if (!article) return;
    event.preventDefault();
    if (panel.contains(link)) choose(article.dataset.id);
    else reveal(article);
  }
  function reveal(article) {
    article.scrollIntoView({ block: "center", behavior: isStill.matches ? "auto" : "smooth" });
  }
  document.addEventListener("click", follow);
  $("#table").addEventListener("click", (event) => {
    const article = event.target.closest("tr article");
    if (article && !event.target.closest("a") && getSelection().isCollapsed) choose(article.dataset.id);
  });
  $("[data-close]").addEventListener("click", () => { choose(""); map.focus({ preventScroll: true }); });

  // Search.
  // A record is found by its own words, not by those of its labels and connections.
  const wordsOf = (article) => $$("h3, .note, blockquote, dd", article)
    .filter((each) => !$("a[href^='#']", each)).map((each) => each.textContent).join(" ").toLocaleLowerCase();
  const texts = new Map([...articles].map(([id, each]) => [id, wordsOf(each)]));
  let hits = [], current = -1;
  function search() {
    const words = field.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    hits = words.length
      ? [...texts].filter(([id, text]) => !articles.get(id).classList.contains("off") &&
        words.every((word) => text.includes(word))).map(([id]) => id)
      : [];
    current = hits.length ? 0 : -1;
    $(".search").classList.toggle("has-hits", hits.length > 0);
    for (const [id, article] of articles) article.classList.toggle("found", hits.includes(id));
    goTo();
    if (words.length && !hits.length) count.textContent = "0";
  }
  function goTo() {
    $$("article.current").forEach((each) => each.classList.remove("current"));
    count.textContent = hits.length ? `${current + 1}/${hits.length}` : "";
    if (hits.length) {
      const article = articles.get(hits[current]);
      article.classList.add("current");
      if (main.dataset.view !== "map") reveal(article);
      else if (boxOf(hits[current])) show(hits[current]);
      else choose(hits[current]); // a source or a persona, which the map does not draw
    }
    markAll();
  }
  function step(by) {
    if (!hits.length) return;
    current = (current + by + hits.length) % hits.length;
    goTo();
  }
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && field.value) { field.value = ""; search(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // Filters.
  const hiddenKinds = new Set();
  let persona = "";
  function filter() {
    const isOff = (data) => hiddenKinds.has(data.kind) ||
      Boolean(persona && data.persona && !data.persona.split(" ").includes(persona));
    for (const each of $$("g[data-kind], g[data-persona]", svg)) each.classList.toggle("off", isOff(each.dataset));
    for (const each of articles.values()) {
      each.classList.toggle("off", isOff(each.dataset) || Boolean(persona && each.dataset.kind === "persona" && each.dataset.id !== persona));
    }
    search();
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { view: name, zoom: action, hit, persona: who, kind, language } = button.dataset;
    if (language) {
      location.hash = language;
      location.reload();
    } else if (name) look(name);
    else if (action) ({ in: () => zoom(STEP), out: () => zoom(1 / STEP), fit })[action]();
    else if (hit) step(Number(hit));
    else if (who !== undefined) {
      persona = who === persona ? "" : who;
      $$("[data-persona]", bar).forEach((each) => each.setAttribute("aria-pressed", each.dataset.persona === persona));
      filter();
    } else if (kind) {
      if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
      button.setAttribute("aria-pressed", !hiddenKinds.has(kind));
      filter();
    }
  });
  function look(name) {
    main.dataset.view = name;
    bar.classList.toggle("reading", name === "table");
    $$("[data-view]", bar).forEach((each) => each.setAttribute("aria-pressed", each.dataset.view === name));
    if (name === "table") choose("");
    else if (isFitted) fit(false);
    goTo();
  }
  $("#table").addEventListener("focusin", () => main.dataset.view === "map" && look("table"));

  // Keys: on the map, arrows go from card to card, with Shift they pan.
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function neighbour([dx, dy]) {
    boxOf("");
    const from = boxes.get(chosen);
    if (!from) return [...articles.keys()].find((id) => boxes.has(id) && !articles.get(id).classList.contains("off"));
    const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
    const [x, y] = centre(from);
    let best = chosen, least = Infinity;
    for (const [id, box] of boxes) {
      if (id === chosen || !articles.has(id) || articles.get(id).classList.contains("off")) continue;
      const [u, v] = centre(box), along = (u - x) * dx + (v - y) * dy, across = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      if (along > 4 && along + 2.5 * across < least) [best, least] = [id, along + 2.5 * across];
    }
    return best;
  }
  addEventListener("keydown", (event) => {
    if (event.target === field || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (event.key === "/") { field.focus(); field.select(); }
    else if (event.key === "Escape") { if (!panel.hidden) choose(""); }
    else if (main.dataset.view !== "map") return;
    else if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") fit();
    else if (arrow && event.shiftKey) { view.x -= arrow[0] * 90; view.y -= arrow[1] * 90; isFitted = false; move(true); }
    else if (arrow && document.activeElement === map) { choose(neighbour(arrow)); announce(); }
    else return;
    event.preventDefault();
  });
  const voice = Object.assign(document.createElement("p"), { className: "unseen" });
  voice.setAttribute("role", "status");
  document.body.append(voice);
  function announce() {
    const article = articles.get(chosen);
    if (article) voice.textContent = `${$(".kind", article).textContent}: ${$("h3", article).textContent}`;
  }

  // In a frame, as on the phones of a workshop: no bars, and the page around says what is shown.
  const isFramed = window.parent !== window;
  let stageShown = null; // by its index, until somebody moves the map
  function tell() {
    stageShown = null;
    if (isFramed) window.parent.postMessage({ view: { ...view } }, "*");
  }
  function showStage(index) {
    stageShown = index;
    boxOf("");
    const box = boxes.get($$("#table th[scope=row] article")[index]?.dataset.id);
    if (!box) return;
    view.scale = Math.max(least(), Math.min((map.clientWidth - 16) / box.width, 1.6));
    view.x = (map.clientWidth - box.width * view.scale) / 2 - box.x * view.scale;
    view.y = 8 - box.y * view.scale;
    isFitted = false;
    move(true);
  }
  if (isFramed) {
    document.documentElement.classList.add("framed");
    addEventListener("message", ({ source, data }) => {
      if (source !== window.parent || !data) return;
      const wanted = data.view;
      if (wanted && ["x", "y", "scale"].every((key) => Number.isFinite(wanted[key]))) {
        view.scale = Math.max(least(), Math.min(wanted.scale, MOST));
        Object.assign(view, { x: wanted.x, y: wanted.y });
        stageShown = null;
        isFitted = false;
        move();
      } else if (Number.isInteger(data.stage)) showStage(data.stage);
    });
  }

  new ResizeObserver(() => {
    if (stageShown !== null) showStage(stageShown);
    else if (isFitted && main.dataset.view === "map") fit(false);
    else move();
  }).observe(map);
  fit(false);
  if (isFramed) window.parent.postMessage({ ready: true }, "*");
  else if (map.clientWidth < 560 && map.clientHeight > map.clientWidth) look("table");
})();
