// The map and the timeline of the page "Where and when". Both set the fields of the form, and the form asks for the
// events; each is drawn with what the other leaves. Without this the form works alone.

import { Map as Chart, setWorkerUrl } from "/static/vendor/maplibre-gl.mjs";

const host = document.getElementById("drawn");
const form = document.getElementById("where");
if (host && form) draw(await (await fetch(host.dataset.map)).json());

function draw(data) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const fill = dark ? ["#1d3a57", "#2a6aa8", "#7fbdf0"] : ["#c3d9ec", "#4292c6", "#08306b"];
  host.hidden = false;
  const chart = charted(data, dark, fill, (key) => choose("area", key), (key) => total((a, m) => a === key && inTime(m)), redraw);
  form.addEventListener("change", redraw);

  const value = (name) => form.elements.namedItem(name).value.trim();
  const low = (word) => (word.length === 4 ? `${word}-01` : word || "0000-01");
  const high = (word) => (word.length === 4 ? `${word}-12` : word || "9999-12");
  const inTime = (month) => (value("begin") + value("end") === "" ? true
    : month !== "" && high(month) >= low(value("begin")) && low(month) <= high(value("end")));
  const total = (fits) => data.counts.reduce((sum, [area, month, n]) => sum + (fits(area, month) ? n : 0), 0);

  function choose(name, word) {
    form.elements.namedItem(name).value = value(name) === word ? "" : word;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function redraw() {
    bars();
    if (!chart?.getLayer("areas")) return;
    const keys = [...new Set(data.counts.map(([area]) => area))].filter((a) => a !== "");
    const found = new Map(keys.map((key) => [key, total((a, m) => a === key && inTime(m))]));
    const most = Math.max(1, ...data.areas.features.map((f) => found.get(f.properties.key) ?? 0));
    const steps = [...found].filter(([, n]) => n > 0).flatMap(([key, n]) => [key, shade(n / most)]);
    chart.setPaintProperty("areas", "fill-color", steps.length ? ["match", ["get", "key"], ...steps, "rgba(0,0,0,0)"] : "rgba(0,0,0,0)");
    const roughly = data.rough.features.map((f) => f.properties.key).filter((key) => found.get(key) > 0);
    chart.setFilter("rough", ["in", ["get", "key"], ["literal", roughly]]);
    chart.setFilter("chosen", ["==", ["get", "key"], value("area")]);
  }

  // Three shades by the root of the share, as the figure of the brief has it.
  function shade(share) {
    const root = Math.sqrt(share);
    return root > 0.75 ? fill[2] : root > 0.4 ? fill[1] : fill[0];
  }

  function bars() {
    const area = value("area");
    const months = spells(data.counts.map(([, month]) => month).filter((m) => m.length === 7));
    const long = months[0]?.length ?? 7;
    const counts = months.map((month) => total((a, m) => m.length >= long && m.startsWith(month) && (area === "" || a === area)));
    const most = Math.max(1, ...counts);
    const rest = total((a, m) => m.length < long && (area === "" || a === area));
    const held = document.activeElement?.closest("#months") ? document.activeElement.dataset.month : null;
    const line = document.createElement("div");
    line.className = "bars";
    line.append(...months.map((month, at) => {
      const bar = document.createElement("button");
      bar.type = "button";
      bar.dataset.month = month;
      bar.title = `${month}: ${counts[at]}`;
      bar.setAttribute("aria-label", bar.title);
      bar.setAttribute("aria-pressed", String(value("begin") + value("end") !== "" && inTime(month)));
      const size = document.createElement("span");
      size.style.height = `${Math.round((46 * counts[at]) / most)}px`;
      bar.append(size);
      if (long === 4 || month.endsWith("-01") || (at === 0 && Number(month.slice(5)) < 7)) bar.append(Object.assign(document.createElement("small"), { textContent: month.slice(0, 4) }));
      bar.addEventListener("click", (event) => {
        const single = value("begin") === month && value("end") === month;
        if (event.shiftKey && value("begin") !== "") form.elements.namedItem("end").value = month;
        else for (const name of ["begin", "end"]) form.elements.namedItem(name).value = single ? "" : month;
        form.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return bar;
    }));
    const told = document.createElement("p");
    told.className = "small";
    told.textContent = rest > 0 ? `${rest} more without a ${long === 4 ? "year" : "month"}.` : "";
    document.getElementById("months").replaceChildren(line, told);
    if (held) line.querySelector(`[data-month="${held}"]`)?.focus();
  }
}

// The map itself; none where the machine cannot draw one, and then the timeline and the form stay.
function charted(data, dark, fill, choose, count, ready) {
  if (data.areas.features.length + data.rough.features.length === 0) {
    // No place is on the map: a picture of the whole world would say nothing.
    document.getElementById("map").hidden = true;
    return null;
  }
  const [west, south, east, north] = data.box;
  setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  let chart;
  try {
    chart = new Chart({
      container: "map", bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 12 }, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, maxPitch: 0, minZoom: 1, maxZoom: 8,
      style: { version: 8, sources: {}, layers: [{ id: "sea", type: "background",
        paint: { "background-color": dark ? "#14181d" : "#ffffff" } }] },
    });
  } catch {
    document.getElementById("map").hidden = true;
    return null;
  }
  chart.scrollZoom.disable();
  chart.on("load", () => {
    chart.addImage("hatched", hatch(fill[1]));
    for (const name of ["land", "areas", "rough"]) chart.addSource(name, { type: "geojson", data: data[name] });
    chart.addLayer({ id: "land", type: "fill", source: "land",
      paint: { "fill-color": dark ? "#262c33" : "#f3f1ec", "fill-outline-color": dark ? "#59636e" : "#b9b4a8" } });
    chart.addLayer({ id: "rough", type: "fill", source: "rough", paint: { "fill-pattern": "hatched", "fill-opacity": 0.55 } });
    chart.addLayer({ id: "areas", type: "fill", source: "areas",
      paint: { "fill-color": fill[0], "fill-outline-color": dark ? "#14181d" : "#ffffff" } });
    chart.addLayer({ id: "chosen", type: "line", source: "areas", filter: ["==", ["get", "key"], ""],
      paint: { "line-color": dark ? "#f0b45f" : "#b45309", "line-width": 2.5 } });
    ready();
  });
  const canvas = chart.getCanvas();
  chart.on("click", (event) => {
    const [area] = chart.queryRenderedFeatures(event.point, { layers: ["areas", "rough"] });
    if (area) choose(area.properties.key);
  });
  chart.on("mousemove", (event) => {
    const [area] = chart.getLayer("areas") ? chart.queryRenderedFeatures(event.point, { layers: ["areas", "rough"] }) : [];
    canvas.style.cursor = area ? "pointer" : "";
    canvas.title = area ? `${area.properties.name}: ${count(area.properties.key)}` : "";
  });
  document.getElementById("nearer").addEventListener("click", () => chart.zoomIn());
  document.getElementById("farther").addEventListener("click", () => chart.zoomOut());
  return chart;
}

// The months that a timeline has room for, each wide enough to be hit; of more, the years.
function spells(known) {
  const months = span(known);
  return months.length <= 40 ? months : [...new Set(months.map((month) => month.slice(0, 4)))];
}

function span(months) {
  if (months.length === 0) return [];
  const sorted = months.sort();
  let [year, month] = sorted[0].split("-").map(Number);
  const found = [];
  for (let key = ""; key !== sorted.at(-1) && found.length < 600;) {
    key = `${year}-${String(month).padStart(2, "0")}`;
    found.push(key);
    if (month === 12) { year += 1; month = 1; } else { month += 1; }
  }
  return found;
}

function hatch(colour) {
  const size = 8;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour;
  pen.beginPath();
  for (const shift of [-size, 0, size]) { pen.moveTo(shift, size); pen.lineTo(shift + size, 0); }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}
