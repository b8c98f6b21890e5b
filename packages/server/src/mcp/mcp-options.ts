/** What an app uses of the protocol beyond tools, prompts, resources and views. A capability is announced only when it is used. */
export interface McpOptions {
  /**
   * Sessions for clients of the 2025 era, which need one for questions to the person (`elicitInput`), sampling and news of changes. They
   * live in this process, so several processes need sticky routing. Clients that open none are served without. Default false.
   */
  legacySessions?: boolean
  /** Announces that lists and resources may change; `app.notify` then reaches those who listen. Default false. */
  changes?: boolean
  /** Announces logging, without which `context.mcp.mcpReq.log` says nothing. Deprecated by the protocol since 2026-07-28. Default false. */
  logging?: boolean
  /** Answers plain lists and calls without the SDK, several times as fast and with the same bytes. Default true. */
  shortWay?: boolean
}

/** Tells clients that listen that something changed; says nothing unless `McpOptions.changes` is on. */
export interface ChangeNotifier {
  toolsChanged(): void
  promptsChanged(): void
  resourcesChanged(): void
  resourceUpdated(uri: string): void
}
