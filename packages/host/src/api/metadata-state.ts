/** What every app declares, in both dialects. */
export interface MetadataReport {
  apps: AppMetadata[]
}

export interface AppMetadata {
  app: string
  tools: MetadataItem[]
  /** Views: every resource that a tool names. */
  resources: MetadataItem[]
}

export interface MetadataItem {
  /** A tool's name, a resource's address. */
  name: string
  /** What is declared, with what it means; only lines where one of the dialects says something. */
  rows: MetadataRow[]
  /** What is missing, disagrees or stands in the wrong place; the worst first. */
  findings: MetadataFinding[]
  /** As the server sent it. */
  raw: Record<string, unknown>
}

export interface MetadataRow {
  meaning: string
  /** Of MCP and MCP Apps. */
  standard: DeclaredValue
  /** Of OpenAI. */
  openai: DeclaredValue
  /** True: both say something, and not the same. */
  isConflict: boolean
}

export interface DeclaredValue {
  /** Where it stands or would stand: `_meta.ui.resourceUri`. Null: this dialect has no word for it. */
  key: string | null
  /** JSON text; null: not declared. */
  value: string | null
}

export interface MetadataFinding {
  /** Of the checks that ChatGPT's and MCP Apps' rules are known by: `OAI-01`, `APP-006`. */
  rule: string
  level: 'error' | 'warning' | 'advice'
  message: string
}
