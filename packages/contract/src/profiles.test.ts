import { expect, test } from 'vitest'
import { CHATGPT_2025, CHATGPT_2026, HOST_PROFILES, MCP_APPS_ONLY, TEXT_ONLY } from './profiles.ts'
import { STYLE_VARIABLES } from './mcp-apps/style-variables.ts'
import { HOST_TO_VIEW, HOST_TO_VIEW_MORE, VIEW_TO_HOST, VIEW_TO_HOST_MORE } from './index.ts'
import { MIME_MCP_APP, MIME_SKYBRIDGE } from './mcp-apps/mime-types.ts'

test('ids are unique, and every bridge serves only what the host renders', () => {
  expect(new Set(HOST_PROFILES.map(({ id }) => id)).size).toBe(HOST_PROFILES.length)
  for (const { bridge, rendersMimeTypes, readsMeta, openai } of HOST_PROFILES) {
    for (const type of bridge?.mimeTypes ?? []) expect(rendersMimeTypes).toContain(type)
    expect(readsMeta.openai).toBe(openai !== null)
    if (rendersMimeTypes.length === 0) expect([bridge, openai]).toEqual([null, null])
  }
})

test('X17 the bridge belongs to the standard MIME type alone; skybridge is the older road', () => {
  expect(CHATGPT_2026.bridge?.mimeTypes).toEqual([MIME_MCP_APP])
  expect(CHATGPT_2026.rendersMimeTypes).toEqual([MIME_MCP_APP, MIME_SKYBRIDGE])
  expect(CHATGPT_2025).toMatchObject({ rendersMimeTypes: [MIME_SKYBRIDGE], bridge: null })
  expect(MCP_APPS_ONLY).toMatchObject({ rendersMimeTypes: [MIME_MCP_APP], openai: null })
  expect(TEXT_ONLY.rendersMimeTypes).toEqual([])
})

test('X29 toolResponseMetadata is flat in 2025 and an envelope in 2026', () => {
  expect([CHATGPT_2025.openai?.toolResponseMetadata, CHATGPT_2026.openai?.toolResponseMetadata]).toEqual(['flat', 'envelope'])
})

test('there are 76 style variables, and no method has two names', () => {
  expect(new Set(STYLE_VARIABLES).size).toBe(76)
  for (const groups of [
    [VIEW_TO_HOST, VIEW_TO_HOST_MORE],
    [HOST_TO_VIEW, HOST_TO_VIEW_MORE],
  ]) {
    const names = groups.flatMap((group) => Object.values(group))
    expect(new Set(names).size).toBe(names.length)
  }
})
