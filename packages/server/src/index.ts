export { DOCUMENT_META, ERROR_META, sandboxOrigins, type SandboxOrigins } from '@lockstep/contract'
export type { EditOutcome, EditReply, MutationOutcome } from '@lockstep/sync/server'
export { createApp, DEFAULT_IDLE_TTL_MS, type App, type AppOptions, type Listening } from './app.ts'
export type { AuthOptions, FetchJson } from './auth/auth-options.ts'
export type { AuthScheme, ToolAuth } from './auth/auth.ts'
export type { RouteAuth } from './auth/route-auth.ts'
export {
  createDocumentHandle,
  type CommitExtras,
  type Committed,
  type DocumentHandle,
  type DocumentRead,
  type DocumentReader,
  type EditOptions,
  type ReadOptions,
  type Records,
  type SyncOptions,
  type TypedOutcome,
  type TypedSnapshot,
} from './documents/document-handle.ts'
export { refusal } from './documents/refusal.ts'
export type { SyncToolOptions, SyncTools } from './documents/sync-tools.ts'
export { httpError, HttpRefusal, type HttpRefusalOptions } from './http/http-refusal.ts'
export type { ListenOptions } from './http/listen.ts'
export { addressKey, createRateLimit, type Rate, type RateLimit, type RateLimitOptions } from './http/rate-limit.ts'
export { isLoopbackName } from './http/request-guard.ts'
export type { OriginRule, RouteHandler, RouteHead, RouteMethod, RouteOptions, RouteReply, RouteRequest } from './http/route.ts'
export { serve, type ServeOptions, type ServingProcess } from './serve.ts'
export { systemClock, systemIds, type Clock, type Ids } from './system.ts'
export { tokensOf, WARNINGS_META, type BudgetRule, type CostlyField } from './tools/budget.ts'
export { canonicalHash } from './tools/canonical-json.ts'
export type { ConfirmQuestion, ConfirmRule } from './tools/confirm.ts'
export { CONFIRMATION_TTL_MS } from './tools/confirmations.ts'
export { needAuth, type NeedAuthOptions } from './tools/need-auth.ts'
export { DEFAULT_ONCE, type OnceOptions, type OnceRule, type Operation } from './tools/operation.ts'
export { OPERATION_ID } from './tools/reserved-inputs.ts'
export { TOOL_TIMEOUT_MS } from './tools/within-time.ts'
export { reply, type FileReference, type Reply, type ReplyParts } from './tools/reply.ts'
export type { ChangeNotifier, McpOptions } from './mcp/mcp-options.ts'
export type { PromptHandler, PromptOptions, PromptReply } from './mcp/prompts.ts'
export type { RequestContext } from './mcp/request-context.ts'
export type { ResourceHandler, ResourceItem, ResourceOptions, ResourceReply } from './mcp/resources.ts'
export type { Completer, Completers } from './mcp/complete.ts'
export type { RequestHints } from './tools/request-hints.ts'
export {
  CAPABILITY_TTL_MS,
  createCapabilities,
  type Capabilities,
  type CapabilityCheck,
  type CapabilityOptions,
  type Grant,
} from './tokens/capability.ts'
export { toolError, ToolRefusal, type ToolRefusalOptions } from './tools/tool-refusal.ts'
export { isReply, type Around, type ToolCall } from './tools/around.ts'
export { fileInput } from './tools/file-input.ts'
export { page, pageInputShape, pageOutput, PAGE_LIMIT, PAGE_LIMIT_MAX, type Page } from './tools/page.ts'
export type { DeclareTool, ToolAnswer, ToolContext, ToolEffect, ToolHandler, ToolOptions } from './tools/tool.ts'
export type { ViewCsp, ViewCspInput } from './views/view-csp.ts'
export type { Dialects } from './views/view-metadata.ts'
export type { DeclaredMode, ViewOptions, ViewPermission } from './views/view-options.ts'
export type { View, ViewSettings } from './views/view.ts'
