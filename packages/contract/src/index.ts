export { AppError, type AppErrorOptions, type ErrorBlame } from './app-error.ts'
export { MCP_ERROR_CODES, SUBMISSION_ERRORS, type BearerError } from './error-codes.ts'
export {
  isRecord,
  parseJsonRpc,
  RPC_CODES,
  RPC_INTERNAL_ERROR,
  RPC_METHOD_NOT_FOUND,
  RPC_REFUSALS,
  type JsonRpcError,
  type JsonRpcFailure,
  type JsonRpcId,
  type JsonRpcMessage,
  type JsonRpcNotification,
  type JsonRpcRequest,
  type JsonRpcSuccess,
} from './json-rpc.ts'
export {
  ENUM_SEEN_MAX_VALUES,
  EVENT_WEBHOOK_MAX_BYTES,
  INSTRUCTIONS_READ_CHARS,
  MCP_APPS_PROTOCOL_VERSION,
  STATUS_TEXT_MAX_CHARS,
  STRUCTURED_CONTENT_WARN_TOKENS,
  SUBMISSION_LIMITS,
  TEMPLATE_CACHE_MAX_MS,
  TOOL_NAME_MAX_CHARS,
  UPLOAD_EMULATED_MAX_BYTES,
  VIEW_TOOL_CALL_TIMEOUT_MS,
  WIDGET_STATE_MAX_TOKENS,
} from './limits.ts'
export type {
  AudioBlock,
  BlobContents,
  ContentAnnotations,
  ContentBlock,
  EmbeddedResource,
  ImageBlock,
  ResourceContents,
  ResourceLink,
  TextBlock,
  TextContents,
} from './mcp/content.ts'
export { MCP_APPS_EXTENSION, MCP_LEGACY_REVISIONS, MCP_META, MCP_MODERN_REVISION, type McpEra, type McpResultType } from './mcp/revisions.ts'
export {
  FILE_INPUT_PROPERTIES,
  FILE_INPUT_REQUIRED,
  type FileInput,
  type Icon,
  type SecurityScheme,
  type ToolAnnotations,
  type ToolDescriptor,
} from './mcp/tool-descriptor.ts'
export type { ToolResult } from './mcp/tool-result.ts'
export type {
  AppCapabilities,
  ContentModalities,
  HostCapabilities,
  HostContext,
  ToolVisibility,
  UiCsp,
  UiPermissions,
  UiResourceMeta,
  UiToolMeta,
} from './mcp-apps/host-context.ts'
export type {
  HostNotifications,
  HostRequests,
  HostVerdict,
  Implementation,
  LogLevel,
  SandboxNotifications,
  ViewNotifications,
  ViewRequests,
} from './mcp-apps/messages.ts'
export * as HOST_TO_VIEW from './mcp-apps/host-to-view.ts'
export { HOST_TO_VIEW_MORE, SANDBOX_MESSAGES, VIEW_TO_HOST_MORE } from './mcp-apps/methods.ts'
export * as VIEW_TO_HOST from './mcp-apps/view-to-host.ts'
export { MIME_MCP_APP, MIME_SKYBRIDGE } from './mcp-apps/mime-types.ts'
export { STYLE_VARIABLES, type StyleVariable } from './mcp-apps/style-variables.ts'
export { DOCUMENT_META, ERROR_META, LEGACY_META, REPLAYED_META, REQUEST_META, RESOURCE_META, TOOL_META } from './meta-keys.ts'
export * as RESULT_META from './result-meta.ts'
export type { OpenAiWidgetCsp, RequestMeta, ResourceMeta, ResultMeta, ToolMeta, UserLocation } from './meta-values.ts'
export {
  COMPLETE_CHECKOUT_TOOL,
  type CheckoutFailure,
  type CheckoutMethod,
  type CheckoutSession,
  type CheckoutTotal,
  type CompleteCheckoutInput,
} from './openai/checkout.ts'
export {
  OPENAI_BLOCK_META,
  OPENAI_EXTENSIONS,
  OPENAI_FORM_KEYWORDS,
  OPENAI_LEGACY_ELICITATION,
  OPENAI_REQUESTS,
  type OpenAiDeepLink,
  type OpenAiEntrypoint,
  type OpenAiFileEntry,
  type OpenAiMessageTarget,
  type OpenAiModelContext,
  type OpenAiResourceUi,
  type OpenAiSettings,
  type OpenAiToolUi,
  type OpenAiWriteOutcome,
  type OpenAiWriteResource,
} from './openai/extensions.ts'
export {
  SET_GLOBALS_EVENT,
  type DisplayMode,
  type OpenAiGlobals,
  type OpenAiUserAgent,
  type OpenAiView,
  type SafeAreaInsets,
  type SetGlobalsDetail,
  type StructuredWidgetState,
  type Theme,
  type ToolResponseEnvelope,
  type ViewMode,
} from './openai/globals.ts'
export {
  LEGACY_OPENAI_ALIASES,
  LEGACY_TOOL_RESPONSE_EVENT,
  type LegacyOpenAiForms,
  type LegacyOpenAiMethods,
  type LegacyToolResponseDetail,
  type LegacyToolResult,
} from './openai/legacy.ts'
export type { OpenAi, OpenAiMethods, OpenAiModalRequest, SelectedFile } from './openai/methods.ts'
export { CHATGPT_ADDRESSES, type FetchOutput, type ProfileOutput, type SearchOutput } from './openai/platform.ts'
export { CHATGPT_2025, CHATGPT_2026, HOST_PROFILES, MCP_APPS_ONLY, TEXT_ONLY, type HostProfile, type ProfileId } from './profiles.ts'
export { HOST_PORT, SANDBOX_PORT, sandboxAppLabel, sandboxOriginPattern, sandboxOrigins, type SandboxOrigins } from './sandbox-origin.ts'
export type { ToolEffect, TypedTool } from './typed-tool.ts'
