// The bench panel: asks the world for its boards every second, and does what the buttons say.

const $ = (selector, within = document) => within.querySelector(selector);
const make = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text, ...attributes });

async function ask(request) {
  const response = await fetch("/bench/control", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request),
  });
  const reply = await response.json();
  if (reply.error) throw new Error(reply.error);
  return reply;
}

function tell(trouble) {
  const place = $("#trouble");
  place.hidden = !trouble;
  place.textContent = trouble ?? "";
}

// What a person has asked for; the button waits for its answer.
async function carryOut(button, request) {
  button.disabled = true;
  try {
    const { note } = await ask(request);
    tell(note);
    await look();
    return true;
  } catch (error) {
    tell(error.message);
    return false;
  } finally {
    button.disabled = false;
  }
}

const cards = new Map();
let kinds = [];

function card(board) {
  const article = $("#board").content.cloneNode(true).firstElementChild;
  const heading = $("h2", article);
  heading.textContent = board.id;
  heading.id = `board-${board.id}`;
  article.setAttribute("aria-labelledby", heading.id);
  $(".plug", article).onclick = (event) => {
    const verb = article.classList.contains("plugged") ? "unplug" : "plug";
    carryOut(event.currentTarget, { do: verb, board: board.id });
  };
  prepare($("form", article), board);
  $("#boards").append(article);
  return article;
}

function prepare(form, board) {
  const { kind, channel } = form.elements;
  for (const entry of kinds) kind.append(make("option", entry.name.replaceAll("_", " "), { value: entry.name }));
  channel.append(make("option", "the whole board", { value: "" }));
  for (const port of board.ports) channel.append(make("option", `channel ${port.channel}`, { value: port.channel }));
  const show = () => {
    const entry = kinds.find((entry) => entry.name === kind.value);
    $(".hint", form).textContent = entry ? `${entry.summary} Oracle: ${entry.oracle}.` : "";
    $(".parameters", form).replaceChildren(...(entry?.parameters ?? []).map((parameter) => {
      const label = make("label", `${parameter.name}: ${parameter.meaning} `);
      label.append(make("input", "", {
        name: `parameter-${parameter.name}`, placeholder: parameter.example, autocomplete: "off", spellcheck: false,
        required: parameter.isRequired,
      }));
      return label;
    }));
  };
  kind.onchange = show;
  show();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const parameters = {};
    for (const [name, value] of new FormData(form)) {
      if (value === "" || name === "kind" || name === "channel") continue;
      parameters[name.replace(/^parameter-/, "")] = value;
    }
    const target = channel.value ? `${board.id}-${channel.value}` : board.id;
    await carryOut($(".arm", form), { do: "fault", board: target, kind: kind.value, parameters });
  };
}

function show(board, article) {
  article.classList.toggle("plugged", board.plugged);
  $(".state", article).textContent = board.plugged ? "plugged in" : "unplugged";
  const button = $(".plug", article);
  button.textContent = board.plugged ? "Unplug" : "Plug in";
  button.setAttribute("aria-label", `${button.textContent} ${board.id}`);
  $(".facts", article).textContent =
    `${board.product} · ${board.chip} · ${board.serial ?? "no serial number"} · socket ${board.path} · script ${board.board}`;
  $(".ports", article).replaceChildren(
    ...board.ports.map((port) => make("li", `${port.channel} ${port.tty ?? "–"}`)));
  // Only where they have changed: a button that somebody is about to press stays where it is.
  const list = $(".faults ul", article);
  const armed = board.armed ?? board.faults.map((id) => ({ id, text: id }));
  const shown = JSON.stringify(armed.map(({ id, text }) => [id, text]));
  if (list.dataset.shown === shown) return tellStandings(list, armed);
  list.dataset.shown = shown;
  list.replaceChildren(...armed.map((fault) => {
    const item = make("li", fault.channel ? `channel ${fault.channel}: ${fault.text}` : fault.text);
    const clear = make("button", "clear", { type: "button", className: "clear" });
    clear.setAttribute("aria-label", `Clear ${fault.id} of ${board.id}`);
    clear.onclick = () => carryOut(clear, { do: "clear", board: board.id, kind: fault.id });
    item.append(make("span", "", { className: "standing" }), clear);
    return item;
  }));
  if (armed.length === 0) list.append(make("li", "none armed", { className: "none" }));
  tellStandings(list, armed);
}

// What is left of each fault, which changes all the time.
function tellStandings(list, armed) {
  armed.forEach(({ standing }, index) => {
    $(".standing", list.children[index]).textContent = standing ? ` (${standing})` : "";
  });
}

// The timelines that somebody has let happen beside the bench's own.
function showScripts(names) {
  const list = $("#scripts");
  const shown = JSON.stringify(names);
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.hidden = names.length === 0;
  list.replaceChildren(...[...new Set(names)].map((name) => {
    const item = make("li", `${name} happens `);
    const stop = make("button", "stop", { type: "button" });
    stop.setAttribute("aria-label", `Stop ${name}`);
    stop.onclick = () => carryOut(stop, { do: "stop", kind: name });
    item.append(stop);
    return item;
  }));
}

async function look() {
  const { boards, scripts } = await ask({ do: "boards" });
  showScripts(scripts ?? []);
  for (const board of boards) {
    if (!cards.has(board.id)) cards.set(board.id, card(board));
    show(board, cards.get(board.id));
  }
  const plugged = boards.filter((board) => board.plugged);
  const ports = plugged.reduce((sum, board) => sum + board.ports.length, 0);
  const text = `${plugged.length} of ${boards.length} boards plugged in, ${ports} ports`;
  // A status that is set again is read out again.
  if ($("#summary").textContent !== text) $("#summary").textContent = text;
}

let wasLost = false;
async function watch() {
  try {
    if (kinds.length === 0) kinds = (await (await fetch("/bench/faults")).json()).faults;
    await look();
    if (wasLost) tell();
    wasLost = false;
  } catch (error) {
    wasLost = true;
    tell(`The world does not answer: ${error.message}`);
  }
  setTimeout(watch, 1000);
}
watch();
