// A log p-h chart with sliders: the state under the pointer is asked of the kernel, values that are moved are sent to it.
//
// model: chart (what to draw, see widget.py), sliders, values, message. Nothing is loaded from elsewhere.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 660, HEIGHT = 470;
const FRAME = { left: 62, right: 642, top: 40, bottom: 418 };

// As style.py has them: colours of Okabe and Ito, dashes for grey prints.
const FAMILIES = {
  T: { stroke: "#3A8FC4", "stroke-width": 0.7 },
  s: { stroke: "#E69F00", "stroke-width": 0.7, "stroke-dasharray": "6 2" },
  x: { stroke: "#8A8A8A", "stroke-width": 0.6, "stroke-dasharray": "1 2" },
};
const PROCESSES = {
  "work": { stroke: "#D55E00" },
  "heat out": { stroke: "#E69F00" },
  "heat in": { stroke: "#0072B2" },
  "throttling": { stroke: "#8A8A8A" },
  "mixing": { stroke: "#8A8A8A", "stroke-width": 1, "stroke-dasharray": "4 2" },
};

function add(parent, name, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  parent.appendChild(made);
  return made;
}

// Between shown units and places in the picture.
function scales(chart) {
  const [h0, h1] = chart.x.range;
  const [y0, y1] = chart.y.range.map(Math.log);
  const { left, right, top, bottom } = FRAME;
  return {
    x: (h) => left + ((h - h0) / (h1 - h0)) * (right - left),
    y: (p) => bottom - ((Math.log(p) - y0) / (y1 - y0)) * (bottom - top),
    h: (x) => h0 + ((x - left) / (right - left)) * (h1 - h0),
    p: (y) => Math.exp(y0 + ((bottom - y) / (bottom - top)) * (y1 - y0)),
  };
}

function path(points, to) {
  return points.map(([h, p], i) => `${i ? "L" : "M"}${to.x(h).toFixed(1)} ${to.y(p).toFixed(1)}`).join("");
}

function drawAxes(svg, chart, to) {
  const { left, right, top, bottom } = FRAME;
  const grid = { stroke: "currentColor", "stroke-opacity": 0.1 };
  for (const { at, text } of chart.x.ticks) {
    add(svg, "line", { x1: to.x(at), x2: to.x(at), y1: top, y2: bottom, ...grid });
    add(svg, "text", { x: to.x(at), y: bottom + 16, "text-anchor": "middle" }, text);
  }
  for (const { at, text } of chart.y.ticks) {
    add(svg, "line", { x1: left, x2: right, y1: to.y(at), y2: to.y(at), ...grid });
    add(svg, "text", { x: left - 7, y: to.y(at) + 4, "text-anchor": "end" }, text);
  }
  add(svg, "text", { x: (left + right) / 2, y: HEIGHT - 14, "text-anchor": "middle" }, chart.x.title);
  const turned = `translate(16 ${(top + bottom) / 2}) rotate(-90)`;
  add(svg, "text", { transform: turned, "text-anchor": "middle" }, chart.y.title);
  add(svg, "text", { x: left, y: 22, "font-weight": "bold", "font-size": 15, class: "title" }, chart.title);
  add(svg, "text", { x: right, y: 22, "text-anchor": "end", class: "cop" }, chart.cop);
}

function drawFluid(svg, chart, to) {
  const { bubble, dew, critical } = chart.dome;
  add(svg, "path", { d: path([...bubble, ...dew.slice().reverse()], to), fill: "currentColor", "fill-opacity": 0.05 });
  for (const { family, text, points } of chart.lines) {
    const line = add(svg, "path", { d: path(points, to), fill: "none", ...FAMILIES[family], class: `line ${family}` });
    add(line, "title", {}, text);
  }
  for (const side of [bubble, dew])
    add(svg, "path", { d: path(side, to), fill: "none", stroke: "currentColor", "stroke-width": 1.6, class: "dome" });
  const ring = { r: 3, fill: "none", stroke: "currentColor" };
  if (critical) add(svg, "circle", { cx: to.x(critical[0]), cy: to.y(critical[1]), ...ring });
}

function drawCycle(svg, chart, to, tell) {
  for (const { label, kind, text, points } of chart.processes) {
    const look = { fill: "none", "stroke-width": 2.4, ...PROCESSES[kind] };
    const line = add(svg, "path", { d: path(points, to), ...look, class: "process", "data-label": label });
    line.addEventListener("pointerenter", () => tell(text));
  }
  for (const { number, at, text } of chart.states) {
    const [cx, cy] = [to.x(at[0]), to.y(at[1])];
    const look = { r: 4.5, fill: "Canvas", stroke: "currentColor", "stroke-width": 1.4 };
    const circle = add(svg, "circle", { cx, cy, ...look, class: "state", "data-number": number });
    circle.addEventListener("pointerenter", () => tell(text));
    add(svg, "text", { x: cx + 7, y: cy - 7, "font-weight": "bold", "pointer-events": "none" }, String(number));
  }
}

function drawChart(svg, chart, tell) {
  svg.replaceChildren();
  const to = scales(chart);
  const { left, right, top, bottom } = FRAME;
  drawAxes(svg, chart, to);
  const clip = `entropyk-${Math.random().toString(36).slice(2)}`;
  const shape = add(add(svg, "clipPath", { id: clip }), "rect");
  const frame = { x: left, y: top, width: right - left, height: bottom - top };
  for (const [key, value] of Object.entries(frame)) shape.setAttribute(key, value);
  const inside = add(svg, "g", { "clip-path": `url(#${clip})` });
  drawFluid(inside, chart, to);
  drawCycle(inside, chart, to, tell);
  add(svg, "rect", { ...frame, fill: "none", stroke: "currentColor" });
  return to;
}

function makeSlider(model, { path, low, high, step, unit }) {
  const row = document.createElement("label");
  row.style.cssText = "display:flex;gap:0.7em;align-items:center;margin:0.2em 0";
  const name = document.createElement("span"), shown = document.createElement("span");
  name.textContent = path;
  name.style.minWidth = "16em";
  const input = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step });
  input.style.flex = "1";
  shown.style.minWidth = "7em";
  const show = () => {
    input.value = model.get("values")[path];
    shown.textContent = `${Number(input.value)} ${unit}`;
  };
  input.addEventListener("input", () => {
    model.set("values", { ...model.get("values"), [path]: Number(input.value) });
    model.save_changes();
    shown.textContent = `${Number(input.value)} ${unit}`;
  });
  row.append(name, input, shown);
  return { row, show };
}

function render({ model, el }) {
  const root = document.createElement("div");
  root.style.cssText = `max-width:${WIDTH}px;font:12px sans-serif;color:inherit`;
  const svg = add(root, "svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, fill: "currentColor", role: "img" });
  svg.style.width = "100%";
  const told = document.createElement("div"), message = document.createElement("div");
  told.className = "told";
  told.style.minHeight = "1.4em";
  message.className = "message";
  message.style.cssText = "color:#D55E00;white-space:pre-wrap";
  const tell = (text) => { told.textContent = text; };

  let to = null, isAsked = false;
  const draw = () => { to = drawChart(svg, model.get("chart"), tell); };
  const showMessage = () => { message.textContent = model.get("message"); };
  const sliders = model.get("sliders").map((slider) => makeSlider(model, slider));
  const showValues = () => sliders.forEach((slider) => slider.show());

  svg.addEventListener("pointermove", (event) => {
    // One question at a time, and none where the chart itself has the answer.
    if (isAsked || ["state", "process"].includes(event.target.getAttribute("class"))) return;
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH, y = ((event.clientY - box.top) / box.height) * HEIGHT;
    if (x < FRAME.left || x > FRAME.right || y < FRAME.top || y > FRAME.bottom) return;
    isAsked = true;
    model.send({ h: to.h(x), p: to.p(y) });
  });
  const answer = (reply) => {
    isAsked = false;
    if (reply && reply.text !== undefined) tell(reply.text);
  };

  const events = [["change:chart", draw], ["change:message", showMessage], ["change:values", showValues], ["msg:custom", answer]];
  for (const [name, handler] of events) model.on(name, handler);
  root.append(told, message, ...sliders.map((slider) => slider.row));
  el.appendChild(root);
  draw();
  showMessage();
  showValues();
  return () => { for (const [name, handler] of events) model.off(name, handler); };
}

export default { render };
