// Draws the interactive charts of the report with uPlot. Reads its numbers from the JSON in the page, its colours from
// the style sheet (so that themes and paper get theirs), and asks nothing of any server.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const charts = [];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const withAlpha = (hex, alpha) => hex + Math.round(alpha * 255).toString(16).padStart(2, "0");
  const digits3 = (x) => String(Number(x.toPrecision(3)));
  const seconds = (t) => {
    if (t === 0) return "0";
    for (const [size, name] of [[1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"], [1e-12, "ps"]])
      if (Math.abs(t) >= size * 0.9995) return digits3(t / size) + " " + name;
    return t.toExponential(1) + " s";
  };
  const count = (x) => Number.isInteger(x) ? x.toLocaleString("en-US") : String(Number(x.toPrecision(6)));

  // All series on one common grid: uPlot wants one x column. Linear in between, nothing outside a series' own range.
  function onGrid(times, values, grid) {
    let k = 0;
    return grid.map((t) => {
      if (t < times[0] || t > times[times.length - 1]) return null;
      while (k + 2 < times.length && times[k + 1] < t) k++;
      if (times.length === 1) return values[0];
      const share = (t - times[k]) / (times[k + 1] - times[k]);
      return values[k] + Math.min(1, Math.max(0, share)) * (values[k + 1] - values[k]);
    });
  }

  const quantiles = ["q05", "q25", "q50", "q75", "q95"];

  function curveTable(curves) {
    const kept = curves.map((c) => {
      const first = c.time_s.findIndex((t) => t > 0);  // a logarithmic axis has no zero
      const cut = (list) => list.slice(Math.max(first, 0));
      return { name: c.name, colour: c.colour, time: cut(c.time_s), q: quantiles.map((q) => cut(c.objective[q])) };
    }).filter((c) => c.time.length > 1 && c.time[0] > 0);
    const grid = [...new Set(kept.flatMap((c) => c.time))].sort((a, b) => a - b);
    return { kept, table: [grid, ...kept.flatMap((c) => c.q.map((values) => onGrid(c.time, values, grid)))] };
  }

  // The last stretch before the target (or the end): from a little below where the slowest median ends.
  function nearRange(kept) {
    const ends = kept.map((c) => c.q[data.maximise ? 0 : 4].at(-1));
    const best = kept.map((c) => c.q[data.maximise ? 4 : 0].at(-1));
    const top = data.target ?? (data.maximise ? Math.max(...best) : Math.min(...best));
    const far = data.maximise ? Math.min(...ends) : Math.max(...ends);
    const span = Math.abs(top - far) || Math.abs(top) * 0.01 || 1;
    return data.maximise ? [far - 0.6 * span, top + 0.15 * span] : [top - 0.15 * span, far + 0.6 * span];
  }

  // A little before the first good reads come near.
  function firstInside(kept, range) {
    const inside = (v) => (data.maximise ? v >= range[0] : v <= range[1]);
    const times = kept.map((c) => c.time[c.q[data.maximise ? 4 : 0].findIndex(inside)] ?? c.time.at(-1));
    return Math.max(0.6 * Math.min(...times), Math.min(...kept.map((c) => c.time[0])));
  }

  // All but the first hundredth of each run: a machine that starts from one fixed state is far off there.
  function overview(kept) {
    const all = kept.flatMap((c) => c.q.flatMap((q) => q.filter((_, k) => c.time[k] >= 0.01 * c.time.at(-1))));
    if (data.target !== null) all.push(data.target);
    const low = Math.min(...all), high = Math.max(...all), pad = 0.04 * (high - low || 1);
    return [low - pad, high + pad];
  }

  function axes(labelX, valuesX, filterX) {
    const common = {
      stroke: () => colour("--muted"), font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif",
      grid: { stroke: () => colour("--grid"), width: 1 }, ticks: { stroke: () => colour("--line"), width: 1, size: 5 },
    };
    const x = { ...common, label: labelX, labelSize: 22, size: 34, values: valuesX };
    if (filterX) x.filter = filterX;
    const width = (u, texts) => Math.max(44, 14 + 7.2 * Math.max(0, ...(texts || []).map((t) => (t || "").length)));
    return [x, { ...common, size: width, values: (u, splits) => splits.map(count) }];
  }

  function drawTarget(u) {
    if (data.target === null) return;
    const y = u.valToPos(data.target, "y", true), { left, top, width, height } = u.bbox;
    if (y < top || y > top + height) return;
    const ctx = u.ctx, ratio = devicePixelRatio || 1;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour("--ink");
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 4 * ratio]);
    ctx.beginPath(); ctx.moveTo(left, y); ctx.lineTo(left + width, y); ctx.stroke();
    ctx.font = 12 * ratio + "px system-ui, sans-serif";
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.fillText("target " + count(data.target), left + 6 * ratio, y - 3 * ratio);
    ctx.restore();
  }

  function watch(holder, plot, draw) {
    charts.push({ plot, draw });
    new ResizeObserver(() => plot.setSize({ width: holder.clientWidth, height: holder.clientHeight })).observe(holder);
  }

  // Which ticks of the logarithmic axis carry a label: fewer, the narrower a decade is on the screen.
  function labelled(u, splits) {
    const decades = Math.log10(u.scales.x.max / u.scales.x.min);
    const width = u.bbox.width / devicePixelRatio / decades;
    const digits = width < 200 ? [1] : width < 450 ? [1, 2, 5] : [1, 2, 3, 5, 7];
    const leading = (t) => t / 10 ** Math.floor(Math.log10(t) + 1e-9);
    const round = (t) => digits.some((digit) => Math.abs(leading(t) - digit) < 1e-6);
    return splits.map((t) => (t !== null && round(t) ? t : null));
  }

  function drawCurves(clock) {
    const holder = document.getElementById("curves-" + clock);
    if (!holder) return;
    const { kept, table } = curveTable(data.curves[clock]);
    if (kept.length === 0) return;
    const readout = document.getElementById("readout-" + clock);
    const series = [{}], bands = [];
    kept.forEach((c, i) => {
      quantiles.forEach((q, k) => series.push({
        label: c.name + " " + q, points: { show: false }, spanGaps: false,
        width: k === 2 ? 2 : 0, stroke: () => (k === 2 ? colour(c.colour) : "transparent"),
      }));
      const first = 1 + i * quantiles.length;
      bands.push({ series: [first + 4, first], fill: () => withAlpha(colour(c.colour), 0.13) });
      bands.push({ series: [first + 3, first + 1], fill: () => withAlpha(colour(c.colour), 0.24) });
    });
    let range = overview(kept);
    const plot = new uPlot({
      width: holder.clientWidth, height: holder.clientHeight, series, bands,
      legend: { show: false }, cursor: { points: { show: false }, drag: { x: true, y: true, uni: 20 } },
      scales: { x: { time: false, distr: 3, range: (u, low, high) => [low, high] }, y: { range: (u, low, high) => u.zoomed ? [low, high] : range } },
      axes: axes(clock + " time", (u, splits) => splits.map((t) => (t === null ? "" : seconds(t))), labelled),
      hooks: {
        draw: [drawTarget],
        setSelect: [(u) => { u.zoomed = u.select.height > 0; }],
        setCursor: [(u) => {
          const k = u.cursor.idx;
          readout.textContent = k == null ? "" : "at " + seconds(table[0][k]) + ": " + kept.map((c, i) => {
            const median = table[1 + i * quantiles.length + 2][k];
            return median === null ? null : c.name + " " + count(Math.round(median * 100) / 100);
          }).filter(Boolean).join(", ");
        }],
      },
    }, table, holder);
    holder.addEventListener("dblclick", () => { plot.zoomed = false; plot.setData(table); });
    watch(holder, plot);
    return (which) => {
      range = which === "near" ? nearRange(kept) : overview(kept);
      plot.zoomed = false;
      plot.setData(table);
      if (which === "near") plot.setScale("x", { min: firstInside(kept, range), max: table[0].at(-1) });
    };
  }

  // A phase is known modulo 2π: drawn within a band around 0 and π, with gaps where it steps across the edge.
  function wrapped(values) {
    const turn = 2 * Math.PI, low = -Math.PI / 2;
    const inside = values.map((v) => v - turn * Math.floor((v - low) / turn));
    return inside.map((v, k) => (k > 0 && Math.abs(v - inside[k - 1]) > Math.PI ? null : v));
  }
  const piTicks = { splits: () => [-1, 0, 1, 2, 3].map((k) => k * Math.PI / 2), values: () => ["−π/2", "0", "π/2", "π", "3π/2"] };

  // One time axis for all machines; logarithmic where the slowest takes so much longer that the fastest would be a line.
  const ends = data.states.map((s) => s.time_s.at(-1));
  const longest = Math.max(...ends), isLog = longest > 20 * Math.min(...ends);
  const begin = isLog ? Math.min(...data.states.map((s) => s.time_s.find((t) => t > 0) ?? longest)) : 0;
  const stateTime = { time: false, distr: isLog ? 3 : 1, range: (u, low, high) => u.zoomed ? [low, high] : [begin, longest] };

  function statePlot(number, series, table, y, yAxis, hooks) {
    const holder = document.getElementById("states-" + number);
    const [xAxis, common] = axes("hardware time", (u, splits) => splits.map((t) => (t === null ? "" : seconds(t))), isLog ? labelled : undefined);
    const plot = new uPlot({
      width: holder.clientWidth, height: holder.clientHeight, series, legend: { show: false },
      cursor: { points: { show: false }, y: false, drag: { x: true, y: false }, sync: { key: "states" } },
      scales: { x: stateTime, y },
      axes: [xAxis, { ...common, labelSize: 22, size: 48, ...yAxis }],
      hooks: { ...hooks, setSelect: [(u) => { u.zoomed = u.select.width > 0; }] },
    }, table, holder);
    holder.addEventListener("dblclick", () => { plot.zoomed = false; plot.setData(table); });
    watch(holder, plot);
  }

  // A lane for each spin. What was seen at an instant fills the time since the instant before.
  function drawLanes(states) {
    const ratio = devicePixelRatio || 1, gap = Math.round(ratio);
    return (u) => {
      const { left, top, width, height } = u.bbox, ctx = u.ctx, lane = height / states.values.length;
      const start = isLog ? 0.8 * states.time_s[0] : 0;  // a logarithmic axis would make a long lie of the first
      const edges = [start, ...states.time_s].map((t) => u.valToPos(Math.max(t, begin), "x", true));
      const paint = [colour("--down"), colour("--up")];
      ctx.save();
      ctx.beginPath(); ctx.rect(left, top, width, height); ctx.clip();
      states.values.forEach((values, row) => {
        const y = Math.round(top + row * lane), thick = Math.round(top + (row + 1) * lane) - y - gap;
        for (let first = 0, k = 1; k <= values.length; k++) {
          if (k < values.length && values[k] === values[first]) continue;
          ctx.fillStyle = paint[values[first] > 0 ? 1 : 0];
          const x = Math.round(edges[first]);
          ctx.fillRect(x, y, Math.round(edges[k]) - x, thick);
          first = k;
        }
      });
      ctx.restore();
    };
  }

  function drawSpins(states, number) {
    const rows = states.values.length;
    const places = Array.from({ length: Math.min(5, rows) }, (_, k, all) => Math.floor(k * rows / Math.min(5, rows)));
    statePlot(number, [{}, { show: true, points: { show: false }, width: 0 }], [states.time_s, states.time_s.map(() => null)],
      { dir: -1, range: () => [0, rows] },
      { label: "variable", grid: { show: false }, splits: () => places.map((row) => row + 0.5), values: () => places.map((row) => String(states.variables[row])) },
      { drawSeries: [drawLanes(states)] });
  }

  function drawLines(states, number) {
    const isPhase = states.unit === "rad";
    const rows = isPhase ? states.values.map(wrapped) : states.values;
    const series = [{}].concat(states.values.map((_, row) => ({
      points: { show: false }, width: 1, stroke: () => withAlpha(colour(states.spins[row] > 0 ? "--up" : "--down"), 0.6),
    })));
    statePlot(number, series, [states.time_s, ...rows], isPhase ? { range: [-Math.PI / 2, 1.5 * Math.PI] } : {},
      { label: states.quantity + (states.unit ? " / " + states.unit : ""), ...(isPhase ? piTicks : {}) }, {});
  }

  const drawStates = (states, number) => (states.quantity === "spin" ? drawSpins : drawLines)(states, number);

  const ranges = ["hardware", "wall"].map(drawCurves).filter(Boolean);
  data.states.forEach(drawStates);

  document.querySelectorAll(".toggle button").forEach((button, _, all) => button.addEventListener("click", () => {
    all.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    ranges.forEach((set) => set(button.dataset.range));
  }));

  const redraw = () => charts.forEach(({ plot }) => plot.redraw(false, true));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    document.querySelectorAll("details").forEach((d) => { d.dataset.was = d.open; d.open = true; });
    redraw();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    document.querySelectorAll("details").forEach((d) => { d.open = d.dataset.was === "true"; });
    redraw();
  });
  document.documentElement.dataset.charts = String(charts.length);  // the browser test reads this
})();
