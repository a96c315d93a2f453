// Charts, drawn by the bundled library (vendor/echarts) from the tables that show their numbers, so that a chart says what
// its table says. Without scripts the tables stand alone. Nothing is loaded; texts of sites are drawn as text, never as HTML.
"use strict";

{
  const PRINTED = 680; // CSS pixels between the margins of an A4 page
  const NARROW = 480;
  const LONGEST = 120; // characters of a name; more of it fits nowhere
  // ---- what a table says --------------------------------------------------------------------------------------------
  const nameOf = (cell) => (cell.querySelector("bdi") || cell).textContent.trim().slice(0, LONGEST);
  const numberOf = (text) => (text === undefined || text === "" ? null : Number(text));

  function readCell(cell) {
    const { value, low, high } = cell.dataset;
    return { value: numberOf(value), low: numberOf(low), high: numberOf(high), text: cell.textContent.trim() };
  }

  // Rows are those shown, columns those whose heading has data-series, the name of their colour; `told` is the column
  // with data-told, whose text stands beside the bars. With data-across, rows are the series.
  function readTable(table, { limit, across }) {
    const shown = [...table.tBodies[0].rows].filter((row) => !row.hidden && !row.classList.contains("off-page"));
    const rows = shown.slice(0, limit ? Number(limit) : undefined);
    const heads = [...table.tHead.rows[0].cells];
    const cells = (head) => rows.map((row) => readCell(row.cells[head.cellIndex]));
    const names = rows.map((row) => nameOf(row.querySelector("th")));
    const columns = heads.filter((head) => head.dataset.series !== undefined);
    const series = columns.map((head) => ({ name: nameOf(head), colour: head.dataset.series, cells: cells(head) }));
    const told = heads.filter((head) => head.dataset.told !== undefined).flatMap(cells);
    const foot = table.tFoot ? columns.map((head) => table.tFoot.rows[0].cells[head.cellIndex].textContent.trim()) : [];
    if (across === undefined) return { rows, names, series, told, foot };
    const turned = rows.map((row, place) => ({
      name: names[place],
      colour: `series-${(place % 8) + 1}`,
      cells: series.map((one) => one.cells[place]),
    }));
    return { rows, names: series.map((one) => one.name), series: turned, told, foot };
  }

  // ---- drawing --------------------------------------------------------------------------------------------------------
  // The library reads {style|text} in a tip as markup: a word joiner behind the brace keeps a site's text as it is.
  const plain = (words) => words.replaceAll("{", "{\u2060");

  const tip = {
    renderMode: "richText",
    confine: true,
    backgroundColor: "#fff",
    borderColor: chartColour("quiet"),
    padding: [6, 10],
    textStyle: { color: chartColour("text"), fontSize: 12, width: 260, overflow: "break" },
    formatter: ({ name, seriesName, data }) => plain(`${name}\n${seriesName}  ${data.text}`),
  };

  // The names of several series with their colours, where the chart itself does not name them.
  function keys(series) {
    const list = document.createElement("ul");
    list.className = "keys";
    for (const one of series) {
      const entry = document.createElement("li");
      const patch = document.createElement("span");
      patch.style.background = chartColour(one.colour);
      entry.append(patch, one.name);
      list.append(entry);
    }
    return list;
  }

  class Chart {
    constructor(figure) {
      this.figure = figure;
      this.plot = figure.querySelector(".plot");
      this.table = document.getElementById(figure.dataset.of);
      const { series } = this.read();
      if (series.length > 1 && !["lines", "dots"].includes(figure.dataset.chart)) this.plot.before(keys(series));
      this.table.addEventListener("rows-shown", () => this.update());
      this.update();
    }

    // A chart without anything to draw is left out.
    update() {
      const { unit } = this.figure.dataset;
      const cells = this.read().series.flatMap((one) => one.cells);
      this.figure.hidden = !cells.some(({ value }) => (unit === "share" ? value !== null : value));
      if (this.figure.hidden) return;
      if (this.drawn) this.draw();
      else this.plot.style.height = `${this.told(this.plot.clientWidth).height}px`;
    }

    read() {
      return readTable(this.table, this.figure.dataset);
    }

    told(width) {
      const { chart, unit, goal, goalText, unitText } = this.figure.dataset;
      return chartKinds[chart](this.read(), { width, unit, goal, goalText, unitText, narrow: width < NARROW });
    }

    draw(width = this.plot.clientWidth) {
      const { height, option } = this.told(width);
      this.plot.style.height = `${height}px`;
      this.drawn ||= echarts.init(this.plot, null, { renderer: "svg", width, height });
      this.drawn.resize({ width, height });
      const font = { fontFamily: getComputedStyle(document.body).fontFamily };
      this.drawn.setOption({ animation: false, textStyle: font, tooltip: tip, ...option }, { notMerge: true });
      this.width = width;
    }

    fit() {
      if (this.drawn && this.plot.clientWidth && this.plot.clientWidth !== this.width) this.draw();
    }
  }

  const charts = new Map(
    typeof echarts === "undefined"
      ? []
      : Array.from(document.querySelectorAll("figure[data-chart]"), (figure) => [figure, new Chart(figure)]),
  );
  if (charts.size) for (const numbers of document.querySelectorAll("details.numbers")) numbers.open = false;

  // Each is drawn when it is nearly in sight, the others one by one when the browser is idle, so that a picture or a copy of
  // the whole page holds them too; and all of them before the page is printed.
  let printing = false;
  const sight = new IntersectionObserver(
    (seen) => {
      for (const one of seen) {
        if (one.isIntersecting && !charts.get(one.target).drawn) charts.get(one.target).draw();
      }
    },
    { rootMargin: "300px" },
  );
  const size = new ResizeObserver((changed) => {
    for (const one of changed) if (!printing) charts.get(one.target).fit();
  });
  for (const figure of charts.keys()) {
    sight.observe(figure);
    size.observe(figure);
  }
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50)); // Safari has none
  function drawNext() {
    const next = [...charts.values()].find((chart) => !chart.drawn && !chart.figure.hidden && chart.plot.clientWidth);
    if (!next) return;
    next.draw();
    idle(drawNext);
  }
  idle(drawNext);
  addEventListener("beforeprint", () => {
    printing = true;
    for (const chart of charts.values()) if (!chart.figure.hidden) chart.draw(PRINTED);
  });
  addEventListener("afterprint", () => {
    printing = false;
    for (const chart of charts.values()) if (!chart.figure.hidden) chart.draw();
  });
}
