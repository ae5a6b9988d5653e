"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const WORDS = JSON.parse($("words").textContent);
  const KINDS = ["pain_point", "opportunity", "thought", "touchpoint", "step"];
  const VOTED = ["pain_point", "opportunity"];
  const TABS = [["write", "note"], ["rate", "emotion"], ["vote", "votes"], ["map", "map"]];
  const MAX_IN_FLIGHT = 8, SLOW_MS = 8000, RETRY_MS = [300, 800, 2000, 4000, 8000];
  const CLOSED = 4001, REFUSED = 1008;

  // ---- what the phone remembers, also while it sleeps

  const KEY = "journeyeditor.room";
  const fresh = () => ({ token: "", name: "", language: "", room: "", n: 0, outbox: [], kind: "pain_point", stage: "",
    text: "", isPrivate: false, dots: {}, reactions: {}, ratings: {}, reasons: {}, sent: 0, tab: "write" });
  let memory = fresh();
  try { memory = Object.assign(fresh(), JSON.parse(localStorage.getItem(KEY) || "{}")); } catch { /* begins anew */ }
  const remember = () => { try { localStorage.setItem(KEY, JSON.stringify(memory)); } catch { /* a private window */ } };

  let map = { title: "", stages: [], personas: [] };
  let cards = new Map(), reactionCounts = {};
  let setting = { activity: "free", stage: "", persona: null, dots: 3, is_vote_open: true, totals: {}, writes_privately: false };
  let here = 0, isOnline = false, isClosed = false, current = 0, mapStage = "";

  // ---- words

  const words = () => WORDS[memory.language] || WORDS.en;
  const say = (key, values = {}) => (words()[key] || WORDS.en[key] || key)
    .replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));
  const signed = (score) => {
    const figure = Math.abs(score).toFixed(1).replace(".", words().decimal);
    return score > 0 ? `+${figure}` : score < 0 ? `\u2212${figure}` : figure;
  };
  const preferred = () => {
    for (const tag of navigator.languages || [navigator.language]) {
      const code = tag.toLowerCase().split("-")[0];
      const known = code === "no" || code === "nn" ? "nb" : code;
      if (WORDS[known]) return known;
    }
    return "en";
  };
  const translate = () => {
    document.documentElement.lang = memory.language;
    document.title = map.title || say("join_title");
    for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
    for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = say(node.dataset.hint);
  };

  // ---- small parts

  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (key === "kind") node.style.setProperty("--kind", `var(--${value})`);
      else node.setAttribute(key, value);
    }
    for (const child of children) node.append(child);  // a string becomes text, never markup
    return node;
  };
  const drawn = (name, attributes = {}) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const icon = (name) => {
    const svg = drawn("svg", { class: "icon", "aria-hidden": "true" });
    svg.append(drawn("use", { href: `#i-${name}` }));
    return svg;
  };
  const colour = (kind) => ({ pain_point: "pain" }[kind] || kind);
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const stageTitle = (id) => (map.stages.find((stage) => stage.id === id) || {}).title || "";

  // ---- the connection

  let socket = null, tries = 0, retry = 0, heard = 0;

  const connect = () => {
    clearTimeout(retry);
    if (!memory.token) return;
    if (socket) { socket.onclose = null; socket.close(); }
    socket = new WebSocket(`ws://${location.host}/socket`);
    const own = socket;
    own.onopen = () => own.send(JSON.stringify({ type: "hello", token: memory.token, room: cards.size || map.title ? memory.room : "", since: memory.n }));
    own.onmessage = (event) => {
      heard = Date.now();
      for (const message of JSON.parse(event.data)) receive(message);
      remember();
    };
    own.onclose = (event) => {
      if (socket !== own) return;
      socket = null;
      isOnline = false;
      for (const item of memory.outbox) delete item.since;
      if (event.code === REFUSED) { memory.token = ""; remember(); show(); return; }
      isClosed = event.code === CLOSED;
      retry = setTimeout(connect, isClosed ? 10000 : RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
      show();
    };
  };

  const receive = (message) => {
    if ("n" in message) memory.n = message.n;
    switch (message.type) {
      case "welcome":
        if (message.room !== memory.room) drawing.shown = 0;
        memory.room = message.room; here = message.here; drawing.address = message.map; drawing.newest = message.version; isOnline = true; isClosed = false; tries = 0;
        pump();
        break;
      case "board":
        cards = new Map(message.cards.map((card) => [card.id, card]));
        map = { title: message.title, stages: message.stages, personas: message.personas };
        reactionCounts = message.reactions;
        break;
      case "reactions": Object.assign(reactionCounts, message.counts); break;
      case "map": map = { title: message.title, stages: message.stages, personas: message.personas }; break;
      case "cards":
        for (const card of message.put) cards.set(card.id, card);
        for (const id of message.drop) cards.delete(id);
        break;
      case "setting": follow(message); break;
      case "own": own(message); break;
      case "here": here = message.count; break;
      case "page": drawing.newest = message.version; break;
      case "ack": done(message.id); if (message.at === "card") memory.sent += 1; break;
      case "refused": refuse(message); break;
    }
    later();
  };

  const follow = (message) => {
    const isNew = message.activity !== setting.activity || message.stage !== setting.stage;
    if (message.writes_privately && !setting.writes_privately) memory.isPrivate = true;
    setting = message;
    if (!isNew) return;
    if (setting.stage && $("follow").checked) showStage(setting.stage);
    if (setting.activity !== "free") go(setting.activity);
  };
  const own = (message) => {
    const pending = (type) => memory.outbox.filter((item) => item.message.type === type).map((item) => item.message);
    memory.dots = message.dots;
    for (const vote of pending("vote")) memory.dots[vote.card] = vote.dots;
    memory.reactions = message.reactions;
    for (const reaction of pending("reaction")) memory.reactions[reaction.card] = reaction.reactions;
    memory.ratings = message.ratings;
    for (const rating of pending("rating")) memory.ratings[rating.stage] = rating.score;
    memory.sent = message.cards;
  };
  const done = (id) => { memory.outbox = memory.outbox.filter((item) => item.message.id !== id); pump(); };
  const refuse = (message) => {
    const item = memory.outbox.find((each) => each.message.id === message.id);
    if (item && item.message.type === "card" && !memory.text) memory.text = item.message.text;
    if (item) done(message.id);
  };

  /* What is sent stays in the outbox until the room has it on disk; its id makes doubles harmless. */
  const put = (message) => {
    const same = (old) => old.type === message.type && message.type !== "card"
      && (old.card === message.card) && (old.stage === message.stage);
    memory.outbox = memory.outbox.filter((item) => !same(item.message));
    memory.outbox.push({ message: { ...message, id: newId() } });
    remember();
    pump();
    later();
  };
  const pump = () => {
    if (!isOnline || !socket || socket.readyState !== WebSocket.OPEN) return;
    let inFlight = memory.outbox.filter((item) => item.since).length;
    for (const item of memory.outbox) {
      if (item.since || inFlight >= MAX_IN_FLIGHT) continue;
      item.since = Date.now();
      inFlight += 1;
      socket.send(JSON.stringify(item.message));
    }
  };
  setInterval(() => {
    const isStuck = memory.outbox.some((item) => item.since && Date.now() - item.since > SLOW_MS);
    if (isOnline && isStuck) { for (const item of memory.outbox) delete item.since; connect(); }
  }, 2000);
  const wake = () => { if (memory.token && document.visibilityState === "visible" && (!isOnline || Date.now() - heard > 30000)) { tries = 0; connect(); } };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);

  // ---- joining

  const pin = $("pin");
  const showPin = () => {
    const boxes = document.querySelectorAll("#pin-box span");
    boxes.forEach((box, place) => {
      box.textContent = pin.value[place] || "";
      box.classList.toggle("filled", place < pin.value.length);
      box.classList.toggle("now", place === pin.value.length);
    });
    $("join-button").disabled = pin.value.length < 6;
  };
  const typed = (digit) => {
    pin.value = digit === "" ? pin.value.slice(0, -1) : (pin.value + digit).slice(0, 6);
    $("pin-box").classList.remove("wrong");
    showPin();
  };
  pin.addEventListener("input", () => { pin.value = pin.value.replace(/\D/g, "").slice(0, 6); $("pin-box").classList.remove("wrong"); showPin(); });
  for (const digit of ["1", "2", "3", "4", "5", "6", "7", "8", "9", null, "0", ""]) {
    if (digit === null) { $("keys").append(make("span")); continue; }
    const key = make("button", { type: "button", onclick: () => typed(digit) }, digit === "" ? icon("arrow_left") : digit);
    if (digit === "") key.dataset.label = "delete_digit";
    $("keys").append(key);
  }
  $("join-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (pin.value.length < 6) return;
    $("join-button").disabled = true;
    let complaint = "";
    try {
      const response = await fetch("/join", { method: "POST", body: JSON.stringify({ pin: pin.value, name: $("name").value }) });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) {
        Object.assign(memory, { token: answer.token, name: $("name").value });
        remember(); show(); connect();
        return;
      }
      complaint = { 403: say("wrong_pin", { count: answer.tries }), 429: say("blocked"), 503: say("room_full") }[response.status] || say("unreachable");
      if (response.status === 403 && !answer.tries) complaint = say("blocked");
      $("pin-box").classList.toggle("wrong", response.status === 403 || response.status === 429);
    } catch { complaint = say("unreachable"); }
    $("join-error").textContent = complaint;
    $("join-button").disabled = false;
  });

  // ---- writing

  const choose = (box, options, chosen, pick) => {
    box.replaceChildren(...options.map(([value, ...content]) => {
      const kind = content[0] instanceof SVGElement ? { kind: colour(value) } : {};
      return make("button", { type: "button", role: "radio", "aria-checked": String(value === chosen),
        tabindex: value === chosen ? "0" : "-1", ...kind, onclick: () => pick(value) }, ...content);
    }));
  };
  const arrows = (box) => box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...box.children], place = all.findIndex((each) => each.getAttribute("aria-checked") === "true");
    all[(place + step + all.length) % all.length].click();
    const now = box.querySelector("[aria-checked=true]");
    if (now) now.focus();
  });
  arrows($("stages")); arrows($("kinds"));
  const showWrite = () => {
    if (memory.stage && !stageTitle(memory.stage)) memory.stage = "";
    choose($("stages"), [["", say("no_stage")], ...map.stages.map((stage) => [stage.id, stage.title || say("untitled")])],
      memory.stage, (value) => { memory.stage = value; remember(); show(); });
    const chosen = $("stages").querySelector("[aria-checked=true]");
    if (chosen && document.activeElement !== $("text")) $("stages").scrollLeft = chosen.offsetLeft - ($("stages").clientWidth - chosen.offsetWidth) / 2;
    choose($("kinds"), [...KINDS.map((kind) => [kind, icon(kind), make("span", {}, say(kind))]),
      ["emotion", icon("emotion"), make("span", {}, say("emotion"))]], memory.kind,
      (value) => { if (value === "emotion") { go("rate"); } else { memory.kind = value; remember(); show(); } });
    $("text-box").style.setProperty("--kind", `var(--${colour(memory.kind)})`);
    if ($("text").value !== memory.text) $("text").value = memory.text;
    $("text-count").textContent = say("of", { count: memory.text.length, most: 200 });
    $("private").checked = memory.isPrivate;
    $("send").disabled = !memory.text.trim();
    const waiting = memory.outbox.length;
    $("sent").replaceChildren(...(memory.sent ? [icon("check"), say("sent", { count: memory.sent })] : []));
    $("waiting").replaceChildren(...(waiting && !isOnline ? [icon("reload"), say("waiting", { count: waiting })] : []));
  };
  $("text").addEventListener("input", () => { memory.text = $("text").value; remember(); later(); });
  $("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("send").click(); });
  $("private").addEventListener("change", () => { memory.isPrivate = $("private").checked; remember(); });
  $("send").addEventListener("click", () => {
    const text = memory.text.trim();
    if (!text) return;
    memory.text = "";
    put({ type: "card", kind: memory.kind, text, stage: memory.stage, is_private: memory.isPrivate });
    $("text").focus();
  });

  // ---- rating

  const TOP = 24, BOTTOM = 48;
  const height = () => $("chart").clientHeight || 340;
  const y = (score) => TOP + (2 - score) / 4 * (height() - TOP - BOTTOM);
  const rated = (id) => (memory.ratings[id] === null || memory.ratings[id] === undefined ? null : memory.ratings[id]);
  const setRating = (place, score, isFinal = true) => {
    const stage = map.stages[place];
    if (!stage) return;
    current = place;
    memory.ratings[stage.id] = Math.round(Math.max(-2, Math.min(2, score)) * 10) / 10;
    if (isFinal) put({ type: "rating", stage: stage.id, score: memory.ratings[stage.id] });
    showRate();
  };
  const mouth = (score) => { const bend = score * 1.6; return `M-5 ${4 - bend / 3} Q0 ${4 + bend} 5 ${4 - bend / 3}`; };
  const face = (score) => {
    const svg = drawn("svg", { class: score === null ? "face unrated" : "face", viewBox: "-12 -12 24 24", "aria-hidden": "true" });
    svg.append(drawn("circle", { r: 11 }), drawn("circle", { class: "eye", cx: -3.6, cy: -3, r: 1.5 }),
      drawn("circle", { class: "eye", cx: 3.6, cy: -3, r: 1.5 }), drawn("path", { d: mouth(score || 0) }));
    svg.style.top = `${y(score || 0)}px`;
    return svg;
  };
  /* Monotone between points: the curve never overshoots what was chosen. */
  const curve = (points) => {
    const slopes = points.slice(1).map((point, i) => (point[1] - points[i][1]) / (point[0] - points[i][0]));
    const tangents = points.map((_, i) => {
      const before = slopes[i - 1], after = slopes[i];
      if (before === undefined || after === undefined) return 0;
      return before * after <= 0 ? 0 : 2 * before * after / (before + after);
    });
    return points.map(([px, py], i) => {
      if (!i) return `M${px} ${py}`;
      const [qx, qy] = points[i - 1], third = (px - qx) / 3;
      return `C${qx + third} ${qy + tangents[i - 1] * third} ${px - third} ${py - tangents[i] * third} ${px} ${py}`;
    }).join("");
  };
  const drag = (column, place) => {
    let isDown = false, first = 0;
    const at = (event) => 2 - (event.clientY - column.getBoundingClientRect().top - TOP) / (height() - TOP - BOTTOM) * 4;
    column.addEventListener("pointerdown", (event) => { isDown = true; first = event.clientY; column.setPointerCapture(event.pointerId);
      current = place; if (event.offsetY < height() - BOTTOM + 10) setRating(place, at(event), false); else { isDown = false; showRate(); } });
    column.addEventListener("pointermove", (event) => { if (isDown && event.clientY !== first) setRating(place, at(event), false); });
    const end = () => { if (isDown) { isDown = false; setRating(place, rated(map.stages[place].id)); } };
    column.addEventListener("pointerup", end);
    column.addEventListener("pointercancel", end);
    column.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 0.5, PageDown: -0.5 }[event.key];
      if (step) { event.preventDefault(); setRating(place, (rated(map.stages[place].id) || 0) + step); }
    });
    column.addEventListener("focus", () => { if (current !== place) { current = place; showRate(); } });
  };
  let columns = [], lines = null;
  const build = () => {
    lines = drawn("svg");
    columns = map.stages.map((stage, place) => {
      const column = make("div", { class: "column", role: "slider", tabindex: "0", "aria-valuemin": "-2", "aria-valuemax": "2", "aria-orientation": "vertical" });
      drag(column, place);
      return column;
    });
    $("chart").replaceChildren(lines, ...columns);
    $("chart").dataset.stages = JSON.stringify(map.stages);
  };
  const showRate = () => {
    if ($("chart").dataset.stages !== JSON.stringify(map.stages)) build();
    current = Math.max(0, Math.min(current, map.stages.length - 1));
    const width = Math.max($("chart").scrollWidth, 1), points = [];
    lines.setAttribute("width", width);
    lines.setAttribute("viewBox", `0 0 ${width} ${height()}`);
    lines.replaceChildren();
    for (const score of [2, 1, 0, -1, -2]) {
      lines.append(drawn("path", { d: `M30 ${y(score)}H${width}`, stroke: score ? "var(--line)" : "var(--field_line)", "stroke-width": 1 }));
      const label = drawn("text", { x: 4, y: y(score) + 5, "font-size": 14, fill: "var(--quiet)" });
      label.textContent = score > 0 ? `+${score}` : score < 0 ? `\u2212${-score}` : "0";
      lines.append(label);
    }
    columns.forEach((column, place) => {
      const stage = map.stages[place], score = rated(stage.id);
      const isNow = place === current;
      column.className = isNow ? "column now" : "column";
      column.replaceChildren(face(score), make("b", { "aria-hidden": "true" }, String(place + 1)));
      column.setAttribute("aria-label", stage.title || say("untitled"));
      column.setAttribute("aria-valuenow", String(score || 0));
      column.setAttribute("aria-valuetext", score === null ? say("not_rated") : signed(score));
      if (score !== null) points.push([column.offsetLeft + column.offsetWidth / 2, y(score)]);
    });
    if (points.length > 1) {
      const path = curve(points), last = points[points.length - 1];
      lines.append(drawn("path", { d: `${path}L${last[0]} ${y(0)}L${points[0][0]} ${y(0)}Z`, fill: "var(--emotion)", opacity: 0.1 }));
      lines.append(drawn("path", { d: path, fill: "none", stroke: "var(--emotion)", "stroke-width": 3.5 }));
    }
    const stage = map.stages[current];
    const persona = map.personas.find((each) => each.id === setting.persona);
    $("rate-hint").textContent = persona ? say("rate_as", { name: persona.title }) : say("rate_hint");
    $("stage-number").textContent = stage ? say("stage_of", { number: current + 1, count: map.stages.length }) : "";
    $("stage-name").textContent = stage ? stage.title || say("untitled") : "";
    $("score").textContent = stage && rated(stage.id) !== null ? signed(rated(stage.id)) : "–";
    const reason = stage ? memory.reasons[stage.id] || "" : "";
    if ($("reason").value !== reason) $("reason").value = reason;
    const after = map.stages[current + 1];
    $("next-name").textContent = after ? after.title || say("untitled") : say("done");
    $("previous").disabled = current === 0;
    for (const id of ["lower", "higher", "next"]) $(id).disabled = !stage;
  };
  const step = (by) => { const stage = map.stages[current]; if (stage) setRating(current, (rated(stage.id) || 0) + by); };
  $("lower").addEventListener("click", () => step(-0.5));
  $("higher").addEventListener("click", () => step(0.5));
  $("reason").addEventListener("input", () => { const stage = map.stages[current]; if (stage) { memory.reasons[stage.id] = $("reason").value; remember(); } });
  const giveReason = () => {
    const stage = map.stages[current], text = stage && (memory.reasons[stage.id] || "").trim();
    if (!text) return;
    delete memory.reasons[stage.id];
    put({ type: "card", kind: "thought", text, stage: stage.id, is_private: memory.isPrivate });
  };
  $("reason").addEventListener("change", giveReason);
  $("previous").addEventListener("click", () => { giveReason(); current -= 1; showRate(); });
  $("next").addEventListener("click", () => { giveReason(); if (current + 1 < map.stages.length) { current += 1; showRate(); } else go("write"); });

  // ---- reactions

  const react = (card, name) => {
    const mine = memory.reactions[card.id] || [];
    const reactions = mine.includes(name) ? mine.filter((each) => each !== name) : [...mine, name];
    memory.reactions[card.id] = reactions;
    put({ type: "reaction", card: card.id, reactions });
  };
  const reactionRow = (card) => make("div", { class: "reactions", role: "group", "aria-label": `${say("react")}: ${card.title}` },
    ...Object.entries(words().reactions).map(([name, emoji]) => {
      const isMine = (memory.reactions[card.id] || []).includes(name);
      const count = Math.max((reactionCounts[card.id] || {})[name] || 0, isMine ? 1 : 0);
      return make("button", { type: "button", "aria-pressed": String(isMine), "aria-label": `${say(name)}, ${count}: ${card.title}`,
        "data-focus": `${name} ${card.id}`, onclick: () => react(card, name) }, make("span", {}, emoji), ...(count ? [String(count)] : []));
    }));
  /* Draws anew, and leaves the keyboard where it was. */
  const redraw = (box, nodes) => {
    const focused = box.contains(document.activeElement) && document.activeElement.dataset.focus;
    box.replaceChildren(...nodes);
    if (focused) for (const button of box.querySelectorAll("[data-focus]")) if (button.dataset.focus === focused) button.focus();
  };

  // ---- voting

  const spent = () => Object.values(memory.dots).reduce((sum, dots) => sum + dots, 0);
  /* Asked at each tap: the second of two quick ones comes before the page is drawn anew. */
  const dotsLeft = () => Math.max(0, setting.dots - spent());
  const dotsOn = (card) => memory.dots[card.id] || 0;
  const dotRow = (full, empty) => make("span", { class: "dots", "aria-hidden": "true" },
    ...Array.from({ length: full + empty }, (_, i) => make("i", { class: i < full ? "" : "spent" })));
  const vote = (card, dots) => { memory.dots[card.id] = dots; put({ type: "vote", card: card.id, dots }); };
  const byline = (card) => make("span", { class: "by", kind: colour(card.kind) }, icon(card.kind),
    [say(card.kind), stageTitle(card.stage)].filter(Boolean).join(", "));
  const ballotCard = (card, left) => {
    const mine = dotsOn(card);
    const box = make("article", { class: mine ? "card chosen" : "card", kind: colour(card.kind) });
    const row = make("div", { class: "row" }, make("div", {}, make("span", { class: "name-of" }, card.title || say("untitled")), byline(card)));
    if (setting.is_vote_open) {
      const plus = make("button", { class: "plus", type: "button", "aria-label": `${say("add_dot")}: ${card.title}`, "data-focus": `plus ${card.id}`, "aria-disabled": String(!left),
        onclick: () => { if (dotsLeft()) { vote(card, dotsOn(card) + 1); } else { $("dots-hint").textContent = say("none_left"); } } }, icon("plus"));
      row.append(plus);
    } else row.append(make("span", { class: "total" }, String(setting.totals[card.id] || 0)));
    box.append(row);
    if (mine) box.append(make("div", { class: "mine" }, dotRow(mine, 0), make("strong", {}, say("from_you", { count: mine })),
      ...(setting.is_vote_open ? [make("button", { type: "button", "aria-label": `${say("take_dot")}: ${card.title}`, "data-focus": `minus ${card.id}`, onclick: () => vote(card, Math.max(0, dotsOn(card) - 1)) }, say("take_dot"))] : [])));
    box.append(reactionRow(card));
    return box;
  };
  const showVote = () => {
    const left = dotsLeft();
    const ballot = [...cards.values()].filter((card) => VOTED.includes(card.kind));
    const order = (card) => { const at = map.stages.findIndex((stage) => stage.id === card.stage); return at < 0 ? 1e6 : at; };
    ballot.sort((a, b) => (setting.is_vote_open ? order(a) - order(b) : (setting.totals[b.id] || 0) - (setting.totals[a.id] || 0)));
    $("dots-row").replaceChildren(...dotRow(left, Math.min(setting.dots, 20) - left).children);
    $("dots-left").textContent = say("dots_left", { count: left });
    $("dots-hint").textContent = left ? say("of_dots", { count: setting.dots }) : say("none_left");
    $("vote-note").textContent = say(setting.is_vote_open ? "hidden_votes" : "vote_closed");
    redraw($("ballot"), ballot.length ? ballot.map((card) => ballotCard(card, left)) : [make("p", { class: "small" }, say("nothing_to_vote"))]);
  };

  // ---- the map

  /* The drawing is the web page of the map, in a frame that reaches neither this page nor the network. A newer
     one is loaded behind it and takes its place. `hand` is where somebody moved it to, until the stage changes. */
  const drawing = { address: "", newest: 0, shown: 0, frame: null, next: null, hand: null };
  const place = () => {
    const stage = map.stages.findIndex((each) => each.id === mapStage);
    if (drawing.frame) drawing.frame.contentWindow.postMessage(drawing.hand ? { view: drawing.hand } : { stage }, "*");
  };
  const showStage = (id) => { if (id !== mapStage || drawing.hand) { mapStage = id; drawing.hand = null; place(); } };
  const loadDrawing = () => {
    if (!isOnline || !drawing.address || drawing.next || drawing.shown === drawing.newest) return;
    const version = drawing.newest;
    const frame = make("iframe", { sandbox: "allow-scripts", title: map.title || say("map_title"), src: `${drawing.address}?${version}` });
    drawing.next = frame;
    const giveUp = () => { if (drawing.next === frame) { frame.remove(); drawing.next = null; drawing.shown = version; later(); } };
    frame.addEventListener("load", () => setTimeout(giveUp, 3000)); // its word that it is ready may come later
    $("drawing").hidden = false;
    $("drawing").append(frame);
    frame.version = version;
  };
  window.addEventListener("message", ({ source, data }) => {
    const { next, frame } = drawing;
    if (next && source === next.contentWindow && data.ready) {
      if (frame) frame.remove();
      next.className = "ready";
      Object.assign(drawing, { frame: next, next: null, shown: next.version });
      place();
    } else if (frame && source === frame.contentWindow && data.view) drawing.hand = data.view;
  });

  const showMap = () => {
    loadDrawing();
    $("drawing").hidden = !drawing.frame && !drawing.next;
    $("map-title").textContent = map.title || say("map_title");
    if (!map.stages.some((stage) => stage.id === mapStage)) showStage(map.stages.length ? map.stages[0].id : "");
    const at = map.stages.findIndex((stage) => stage.id === mapStage);
    $("map-stage").textContent = stageTitle(mapStage) || say("untitled");
    $("map-previous").disabled = at <= 0;
    $("map-next").disabled = at < 0 || at + 1 >= map.stages.length;
    const inStage = [...cards.values()].filter((card) => card.stage === mapStage);
    const groups = ["step", "touchpoint", "thought", "pain_point", "opportunity"].map((kind) => {
      const own = inStage.filter((card) => card.kind === kind);
      if (!own.length) return null;
      return make("section", { class: "group", kind: colour(kind) }, make("h3", {}, icon(kind), say(kind)),
        ...own.map((card) => make("article", { class: "card", kind: colour(kind) }, make("span", { class: "name-of" }, card.title || say("untitled")), reactionRow(card))));
    }).filter(Boolean);
    redraw($("map-cards"), groups.length ? groups : [make("p", { class: "small" }, say("empty_stage"))]);
  };
  const turn = (by) => { const at = map.stages.findIndex((stage) => stage.id === mapStage) + by;
    if (map.stages[at]) { $("follow").checked = false; showStage(map.stages[at].id); showMap(); } };
  $("map-previous").addEventListener("click", () => turn(-1));
  $("map-next").addEventListener("click", () => turn(1));
  $("follow").addEventListener("change", () => { if ($("follow").checked && setting.stage) { showStage(setting.stage); showMap(); } });

  // ---- the whole

  const SHOW = { write: showWrite, rate: showRate, vote: showVote, map: showMap };
  const go = (tab) => { memory.tab = tab; remember(); show(); window.scrollTo(0, 0); };
  for (const [tab, name] of TABS) {
    const label = make("span");
    label.dataset.text = `tab_${tab}`;
    $("tabs").append(make("button", { type: "button", id: `tab-${tab}`, onclick: () => go(tab) }, icon(name), label));
  }
  const show = () => {
    const isIn = Boolean(memory.token);
    $("join").hidden = isIn;
    $("closed").hidden = !(isIn && isClosed && !memory.outbox.length);
    $("room").hidden = !isIn || !$("closed").hidden;
    if (!isIn) { showPin(); return; }
    document.body.classList.toggle("is-offline", !isOnline);
    $("offline").hidden = isOnline;
    $("offline").textContent = say("offline");
    for (const node of document.querySelectorAll(".here")) node.textContent = isOnline ? say("here", { count: here }) : say("not_connected");
    for (const [tab] of TABS) {
      $(tab).hidden = memory.tab !== tab;
      if (memory.tab === tab) $(`tab-${tab}`).setAttribute("aria-current", "page"); else $(`tab-${tab}`).removeAttribute("aria-current");
    }
    SHOW[memory.tab]();
  };
  let isDue = false;
  const later = () => { if (!isDue) { isDue = true; requestAnimationFrame(() => { isDue = false; show(); }); } };

  const language = $("language");
  for (const code of Object.keys(WORDS)) language.append(make("option", { value: code }, WORDS[code].language_name));
  memory.language = WORDS[memory.language] ? memory.language : preferred();
  language.value = memory.language;
  language.addEventListener("change", () => { memory.language = language.value; remember(); translate(); show(); });
  for (const item of memory.outbox) delete item.since;
  const given = /^#p=(\d{6})$/.exec(location.hash);
  if (given) { pin.value = given[1]; history.replaceState(null, "", location.pathname); }
  $("name").value = memory.name;
  translate();
  show();
  connect();
})();
