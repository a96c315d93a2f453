// Kinds of charts: each makes of a table's numbers (charts.js) what the bundled library is to draw, and the chart's height.
"use strict";

const chartColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const chartKinds = (() => {
  const LABELS = 0.36; // of a chart's width, at most, for the names beside its bars
  const SYMBOLS = [
    "circle",
    "rect",
    "triangle",
    "diamond",
    "emptyCircle",
    "emptyRect",
    "emptyTriangle",
    "emptyDiamond",
  ];
  const colour = chartColour;
  const counts = new Intl.NumberFormat("en-US");

  // ---- parts of a chart ---------------------------------------------------------------------------------------------
  const said = {
    share: (value) => `${Math.round(value * 100)}%`,
    points: (value) => `${value > 0 ? "+" : ""}${Math.round(value * 100)}`.replace("-", "−"),
    count: (value) => counts.format(value),
  };

  const line = (name) => ({ lineStyle: { color: colour(name) } });
  const text = (name = "text") => ({ color: colour(name), fontSize: 12 });

  function valueAxis(unit, narrow) {
    const scale = {
      share: { min: 0, max: 1, interval: narrow ? 0.5 : 0.2 },
      count: { min: 0, minInterval: 1 },
      points: {},
    }[unit];
    const splits = narrow ? 3 : 5;
    return {
      type: "value",
      ...scale,
      splitNumber: splits,
      axisLabel: { ...text("quiet"), formatter: said[unit] },
      splitLine: line("line"),
    };
  }

  function nameAxis(names, more) {
    return { type: "category", data: names, axisTick: { show: false }, axisLine: line("quiet"), ...more };
  }

  // Names to the left of lying bars and, where given, texts to their right.
  function lyingAxes({ names, told }, width) {
    const label = { ...text(), width: width * LABELS, overflow: "truncate", interval: 0 };
    const left = nameAxis(names, { inverse: true, axisLabel: label });
    if (!told.length) return left;
    const texts = told.map((cell) => cell.text);
    return [
      left,
      nameAxis(texts, {
        inverse: true,
        position: "right",
        axisLine: { show: false },
        axisLabel: { ...text(), interval: 0 },
      }),
    ];
  }

  // A value as the library draws it: what was not measured has no length, and says so.
  function point(cell) {
    return { value: cell.value ?? 0, text: cell.text };
  }

  function barSeries(one, more) {
    return {
      type: "bar",
      name: one.name,
      data: one.cells.map(point),
      itemStyle: { color: colour(one.colour) },
      cursor: "default",
      emphasis: { disabled: true },
      ...more,
    };
  }

  // From the lowest to the highest the value can be, where that is not one and the same.
  function whiskers(cells) {
    const open = cells
      .map((cell, place) => [cell, place])
      .filter(([cell]) => cell.low !== null && cell.high > cell.low);
    const data = open.map(([cell, place]) => [{ coord: [cell.low, place] }, { coord: [cell.high, place] }]);
    const style = { color: colour("text"), width: 1.25, type: "solid" };
    return {
      silent: true,
      symbol: "rect",
      symbolSize: [9, 1.25],
      lineStyle: style,
      label: { show: false },
      emphasis: { disabled: true },
      data,
    };
  }

  const lying = { left: 4, right: 24, top: 6, bottom: 6, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };

  // ---- the kinds ------------------------------------------------------------------------------------------------------
  return {
    // Shares, each within its bounds; a second series stands inside the first.
    bullet(data, { width, narrow }) {
      const series = data.series.map((one, turn) =>
        barSeries(one, {
          barWidth: turn ? 6 : 14,
          barGap: turn ? "-71.4%" : "-100%",
          z: 2 + turn,
          ...(turn ? {} : { markLine: whiskers(one.cells) }),
        }),
      );
      const told = data.told.length ? data.told : data.series[0].cells;
      return {
        height: data.names.length * 26 + 40,
        option: { grid: lying, xAxis: valueAxis("share", narrow), yAxis: lyingAxes({ ...data, told }, width), series },
      };
    },

    // Values beside each other, each with its text at its end.
    bars(data, { width, unit, narrow }) {
      const label = { show: true, position: "right", ...text(), formatter: ({ data: one }) => one.text };
      const series = data.series.map((one) => barSeries(one, { barWidth: 12, barGap: "15%", label }));
      const height = data.names.length * (14 * series.length + 10) + 40;
      return {
        height,
        option: {
          grid: { ...lying, right: 56 },
          xAxis: valueAxis(unit, narrow),
          yAxis: lyingAxes({ ...data, told: [] }, width),
          series,
        },
      };
    },

    // Values that add up, one after the other; below zero to the left.
    stack(data, { width, unit, narrow }) {
      const sums = data.names.map((_, place) =>
        data.series.reduce((sum, one) => sum + Math.abs(one.cells[place].value ?? 0), 0),
      );
      const most = Math.max(...sums);
      const label = (one) => ({
        show: unit === "count",
        color: colour(`${one.colour}-ink`),
        fontSize: 12,
        formatter: ({ value, data: point }) => (value > most * (narrow ? 0.1 : 0.04) ? point.text : ""),
      });
      const series = data.series.map((one) =>
        barSeries(one, {
          data: one.cells.map((cell) => ({ ...point(cell), value: cell.value || "-" })),
          stack: "all",
          barWidth: 17,
          label: label(one),
          itemStyle: { color: colour(one.colour), borderColor: colour("quiet"), borderWidth: 0.5 },
        }),
      );
      return {
        height: data.names.length * 26 + 40,
        option: { grid: lying, xAxis: valueAxis(unit, narrow), yAxis: lyingAxes(data, width), series },
      };
    },

    // How many have which share: rows are ranges of equal width from 0 to 100 %, with the target as a line.
    histogram(data, { narrow, goal, goalText, unitText }) {
      const [one] = data.series;
      const step = 1 / data.names.length;
      const bars = one.cells.map((cell, place) => ({
        value: [(place + 0.5) * step, cell.value],
        text: cell.text,
        name: data.names[place],
        itemStyle: { color: colour(place * step >= Number(goal) - 1e-9 ? "accent" : "accent-soft") },
      }));
      const mark = {
        silent: true,
        symbol: "none",
        data: [{ xAxis: Number(goal) }],
        lineStyle: { color: colour("goal"), width: 1.5, type: [5, 4] },
        label: { color: colour("goal"), fontSize: 12, formatter: goalText },
        emphasis: { disabled: true },
      };
      const label = {
        show: true,
        position: "top",
        ...text(),
        formatter: ({ value, data: bar }) => (value[1] ? bar.text : ""),
      };
      const series = [barSeries(one, { data: bars, barWidth: "94%", label, markLine: mark })];
      const xAxis = {
        ...valueAxis("share", narrow),
        interval: narrow ? 0.2 : step,
        splitLine: { show: false },
        name: unitText,
        nameLocation: "middle",
        nameGap: 26,
        nameTextStyle: text("quiet"),
      };
      const grid = { ...lying, top: 28, bottom: 26 };
      return { height: 250, option: { grid, xAxis, yAxis: valueAxis("count", narrow), series } };
    },

    // Values over years: a line a series, their names to the right in the order they end in.
    lines(data, { width, unit, narrow }) {
      const room = Math.min(width * LABELS, 210);
      const series = data.series.map((one, turn) => ({
        type: "line",
        name: one.name,
        symbol: SYMBOLS[turn % SYMBOLS.length],
        symbolSize: 8,
        cursor: "default",
        emphasis: { disabled: true },
        data: one.cells.map((cell) => ({ value: cell.value ?? "-", text: cell.text })),
        lineStyle: { color: colour(one.colour), width: turn ? 1.5 : 2.5 },
        itemStyle: { color: colour(one.colour) },
      }));
      const last = (one) => one.cells[one.cells.length - 1].value ?? -1;
      const order = [...data.series].sort((a, b) => last(b) - last(a)).map((one) => one.name);
      const legend = {
        data: order,
        orient: "vertical",
        right: 0,
        top: 6,
        selectedMode: false,
        textStyle: { ...text(), width: room - 40, overflow: "break" },
      };
      const grid = { ...lying, right: room + 12, top: 14 };
      const xAxis = nameAxis(data.names, { boundaryGap: false, axisLabel: { ...text("quiet"), interval: 0 } });
      return { height: 320, option: { grid, legend, xAxis, yAxis: valueAxis(unit, narrow), series } };
    },

    // When something was: a dot where there is a number, the larger the more; the second half of the time is shaded.
    dots(data, { width, narrow }) {
      const half = data.names.length / 2;
      const series = data.series.map((one, place) => {
        const most = Math.max(...one.cells.map((cell) => cell.value ?? 0), 1);
        const found = one.cells.map((cell, month) => [cell, month]).filter(([cell]) => cell.value);
        return {
          type: "scatter",
          name: one.name,
          cursor: "default",
          emphasis: { disabled: true },
          itemStyle: { color: colour("accent"), opacity: 1 },
          data: found.map(([cell, month]) => ({
            value: [month, place],
            text: cell.text,
            name: data.names[month],
            symbolSize: (narrow ? 4 : 6) + (narrow ? 6 : 12) * Math.sqrt(cell.value / most),
          })),
        };
      });
      const shade = { show: true, interval: half - 1, areaStyle: { color: ["transparent", colour("shade")] } };
      const months = nameAxis(data.names, {
        splitArea: shade,
        splitLine: { show: false },
        axisLabel: { ...text("quiet"), interval: narrow ? 11 : 3 },
      });
      const label = {
        ...text(),
        lineHeight: 16,
        width: Math.min(width * LABELS, 150),
        overflow: "truncate",
        interval: 0,
      };
      const names = data.series.map((one, place) => `${one.name}\n${data.foot[place]}`);
      const columns = nameAxis(names, { inverse: true, splitLine: { show: true, ...line("line") }, axisLabel: label });
      return { height: names.length * 46 + 40, option: { grid: lying, xAxis: months, yAxis: columns, series } };
    },
  };
})();
