export { AppError, type AppErrorOptions, type ErrorBlame } from './app-error.ts'
export {
  isRecord,
  parseJsonRpc,
  RPC_CODES,
  type JsonRpcError,
  type JsonRpcFailure,
  type JsonRpcId,
  type JsonRpcMessage,
  type JsonRpcNotification,
  type JsonRpcRequest,
  type JsonRpcSuccess,
} from './json-rpc.ts'
export {
  MCP_APPS_PROTOCOL_VERSION,
  STATUS_TEXT_MAX_CHARS,
  STRUCTURED_CONTENT_WARN_TOKENS,
  VIEW_TOOL_CALL_TIMEOUT_MS,
  WIDGET_STATE_MAX_TOKENS,
} from './limits.ts'
export { HOST_TO_VIEW, VIEW_TO_HOST, type HostContext, type ToolVisibility, type UiCsp, type UiResourceMeta } from './mcp-apps.ts'
export { DOCUMENT_META, MIME_MCP_APP, MIME_SKYBRIDGE, REQUEST_META, RESOURCE_META, RESULT_META, TOOL_META } from './meta-keys.ts'
export { HOST_PORT, SANDBOX_PORT, sandboxAppLabel, sandboxOrigins, type SandboxOrigins } from './sandbox-origin.ts'
export type { ToolEffect, TypedTool } from './typed-tool.ts'
export {
  SET_GLOBALS_EVENT,
  type DisplayMode,
  type OpenAi,
  type OpenAiGlobals,
  type OpenAiMethods,
  type OpenAiUserAgent,
  type SafeAreaInsets,
  type SetGlobalsDetail,
  type StructuredWidgetState,
  type Theme,
  type ToolResult,
  type ViewMode,
} from './window-openai.ts'
