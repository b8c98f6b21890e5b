/**
 * `RESULT_META`: keys of a tool result's `_meta`; their values are typed in `meta-values.ts`. One constant each: a view's bundle holds only those it uses.
 * @see developers.openai.com/plugins/reference (checked 2026-11-21)
 */

/** Added by the host: id of the mounted widget instance. */
export const widgetSessionId = 'openai/widgetSessionId'
/** Set by the server: hide the widget on arrival. */
export const closeWidget = 'openai/closeWidget'
/** Set by the server, with `isError`: asks for sign-in. */
export const wwwAuthenticate = 'mcp/www_authenticate'
/** Set by the server: the locale it settled on. */
export const locale = 'openai/locale'
