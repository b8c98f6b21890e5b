export { DOCUMENT_META, sandboxOrigins, type SandboxOrigins } from '@lockstep/contract'
export type { EditOutcome, EditReply, MutationOutcome } from '@lockstep/sync/server'
export { createApp, DEFAULT_IDLE_TTL_MS, type App, type AppOptions, type DeclareTool, type Listening } from './app.ts'
export type { AuthScheme, ToolAuth } from './auth/auth.ts'
export {
  createDocumentHandle,
  type CommitExtras,
  type DocumentHandle,
  type DocumentRead,
  type EditOptions,
  type Records,
  type SyncOptions,
} from './documents/document-handle.ts'
export { httpError, HttpRefusal, type HttpRefusalOptions } from './http/http-refusal.ts'
export type { ListenOptions } from './http/listen.ts'
export { addressKey, createRateLimit, type Rate, type RateLimit, type RateLimitOptions } from './http/rate-limit.ts'
export { isLoopbackName } from './http/request-guard.ts'
export type { OriginRule, RouteHandler, RouteHead, RouteMethod, RouteOptions, RouteReply, RouteRequest } from './http/route.ts'
export { systemClock, systemIds, type Clock, type Ids } from './system.ts'
export type { ConfirmQuestion, ConfirmRule } from './tools/confirm.ts'
export type { OnceOptions, OnceRule, Operation } from './tools/operation.ts'
export { reply, type FileReference, type Reply, type ReplyParts } from './tools/reply.ts'
export type { RequestHints } from './tools/request-hints.ts'
export {
  CAPABILITY_TTL_MS,
  createCapabilities,
  type Capabilities,
  type CapabilityCheck,
  type CapabilityOptions,
  type Grant,
} from './tokens/capability.ts'
export { ERROR_META, toolError, ToolRefusal, type ToolRefusalOptions } from './tools/tool-refusal.ts'
export type { ToolContext, ToolEffect, ToolHandler, ToolOptions } from './tools/tool.ts'
export type { View, ViewCsp, ViewOptions } from './views/view.ts'
