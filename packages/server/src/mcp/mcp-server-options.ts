import type { Resource as WireResource, TextResourceContents, Tool as WireTool } from '@modelcontextprotocol/server'
import type { ToolResult } from '../tools/operations.ts'
import type { RunOptions } from '../tools/run-tool.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import type { McpOptions } from './mcp-options.ts'
import type { Prompt } from './prompts.ts'
import type { Resource } from './resources.ts'

/** What an app has to say over MCP. */
export interface McpServerOptions extends RunOptions, McpOptions {
  name: string
  version: string
  instructions?: string
  tools: ReadonlyMap<string, Tool>
  prompts: ReadonlyMap<string, Prompt>
  /** By URI or template; of two that match, the one declared first answers. */
  resources: ReadonlyMap<string, Resource>
  /** The items of tools/list. */
  listTools(): Promise<WireTool[]>
  /** The views as resources. */
  shelf: { list(): Promise<WireResource[]>; read(uri: string): Promise<TextResourceContents | null> }
  now(): number
  /** Runs a call, whatever becomes of its caller. */
  runCall(tool: Tool, input: unknown, context: ToolContext): Promise<ToolResult>
}
