/** The dashboards of deploy/grafana, made from the short form in dashboards.yml. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './setup.mjs';

const FOLDER = 'deploy/grafana';
const GRID_WIDTH = 24;
const PANEL_HEIGHT = 8;
const STAT_HEIGHT = 5;
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** What the files should be. @returns one {path, content} per dashboard */
export function renderDashboards() {
  const definitions = parse(readFileSync(join(root, FOLDER, 'dashboards.yml'), 'utf8'));
  return definitions.map((definition) => ({
    path: `${FOLDER}/${definition.name}.json`,
    content: `${JSON.stringify(dashboard(definition), null, 2)}\n`,
  }));
}

function dashboard({ name, title, rows }) {
  let top = 0;
  const panels = rows.flatMap((row) => {
    const height = row.panels.every(({ kind }) => kind === 'stat') ? STAT_HEIGHT : PANEL_HEIGHT;
    const heading = {
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: place(0, top, GRID_WIDTH, 1),
    };
    const width = GRID_WIDTH / row.panels.length;
    const placed = row.panels.map((each, index) => panel(each, place(index * width, top + 1, width, height)));
    top += height + 1;
    return [heading, ...placed];
  });
  return {
    uid: name,
    title,
    tags: ['somabrain'],
    schemaVersion: 39,
    editable: false,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
    },
    panels: panels.map((each, index) => ({ id: index + 1, ...each })),
  };
}

function panel({ title, kind = 'timeseries', unit = 'short', queries }, gridPos) {
  return {
    type: kind,
    title,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options:
      kind === 'stat'
        ? { textMode: 'value_and_name' }
        : { legend: { displayMode: 'list', placement: 'bottom' } },
    targets: Object.entries(queries).map(([legendFormat, expr], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  };
}

function place(x, y, w, h) {
  return { x, y, w, h };
}
