/** Bytes of one JSON-RPC body: a document at all its limits fits, such as 250 lines with long notes, which a view must be able to send back. */
export const MCP_BODY_MAX_BYTES = 512 * 1024
/** Bytes of one route body unless the route states its own. @see sync-protocol 3.2 */
export const ROUTE_BODY_MAX_BYTES = 32 * 1024
/** Nesting of arrays and objects in any body. */
export const JSON_MAX_DEPTH = 64
/** Array elements and object members in any body; counted before anything is validated. */
export const JSON_MAX_ELEMENTS = 10_000
/** JSON-RPC messages in one batch (2025 era only). */
export const MCP_BATCH_MAX = 100
/** Array elements and object members of one tool call's arguments. */
export const TOOL_INPUT_MAX_ELEMENTS = 5_000
/** Milliseconds a client may take to send its headers. */
export const HEADERS_TIMEOUT_MS = 10_000
/** Milliseconds a client may take to send a whole request. */
export const REQUEST_TIMEOUT_MS = 30_000
/** Milliseconds between two looks for clients past those limits. */
export const CONNECTIONS_CHECK_MS = 5_000
/** Milliseconds an idle kept-alive socket stays open. */
export const KEEP_ALIVE_TIMEOUT_MS = 5_000
/** Milliseconds `close()` waits for requests in flight before it ends their sockets. */
export const CLOSE_GRACE_MS = 2_000
/** Bytes of an unwanted body read and thrown away so that its sender sees the refusal; past them the socket is ended. */
export const DISCARD_MAX_BYTES = 16 * 1024 * 1024
