/**
 * Stands before a recall function in a `from` list: the function sees what the setting `app.filter` lets through. The setting is gone with
 * the statement.
 * @param filter the parameter that holds what `filterSetting` gives
 */
export function asViewer(filter: string): string {
  return `set_config('app.filter', ${filter}, true) filter, lateral`;
}

/** The tenant of such a function: that it depends on the setting makes the setting come first. @param tenant a parameter */
export function boundTo(tenant: string): string {
  return `case when filter is not null then ${tenant} end`;
}
