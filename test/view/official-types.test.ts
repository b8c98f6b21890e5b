import {
  HOST_TO_VIEW,
  MCP_APPS_PROTOCOL_VERSION,
  STYLE_VARIABLES,
  VIEW_TO_HOST,
  VIEW_TO_HOST_MORE,
  type AppCapabilities,
  type DisplayMode,
  type HostCapabilities,
  type HostContext,
  type HostNotifications,
  type StyleVariable,
  type ToolVisibility,
  type UiCsp,
  type UiPermissions,
  type ViewNotifications,
  type ViewRequests,
} from '@lockstep/contract'
import type * as Official from '@modelcontextprotocol/ext-apps'
import {
  HOST_CONTEXT_CHANGED_METHOD,
  INITIALIZE_METHOD,
  INITIALIZED_METHOD,
  LATEST_PROTOCOL_VERSION,
  MESSAGE_METHOD,
  OPEN_LINK_METHOD,
  REQUEST_DISPLAY_MODE_METHOD,
  RESOURCE_TEARDOWN_METHOD,
  SIZE_CHANGED_METHOD,
  TOOL_CANCELLED_METHOD,
  TOOL_INPUT_METHOD,
  TOOL_INPUT_PARTIAL_METHOD,
  TOOL_RESULT_METHOD,
} from '@modelcontextprotocol/ext-apps'
import { expect, expectTypeOf, test } from 'vitest'

test('methods and the protocol version are those of the official package', () => {
  const ours = { ...VIEW_TO_HOST, ...VIEW_TO_HOST_MORE, ...HOST_TO_VIEW }
  expect(MCP_APPS_PROTOCOL_VERSION).toBe(LATEST_PROTOCOL_VERSION)
  expect(ours).toMatchObject({
    initialize: INITIALIZE_METHOD,
    initialized: INITIALIZED_METHOD,
    message: MESSAGE_METHOD,
    openLink: OPEN_LINK_METHOD,
    downloadFile: 'ui/download-file' satisfies Official.McpUiDownloadFileRequest['method'],
    requestTeardown: 'ui/notifications/request-teardown' satisfies Official.McpUiRequestTeardownNotification['method'],
    updateModelContext: 'ui/update-model-context' satisfies Official.McpUiUpdateModelContextRequest['method'],
    requestDisplayMode: REQUEST_DISPLAY_MODE_METHOD,
    sizeChanged: SIZE_CHANGED_METHOD,
    toolInput: TOOL_INPUT_METHOD,
    toolInputPartial: TOOL_INPUT_PARTIAL_METHOD,
    toolResult: TOOL_RESULT_METHOD,
    toolCancelled: TOOL_CANCELLED_METHOD,
    hostContextChanged: HOST_CONTEXT_CHANGED_METHOD,
    resourceTeardown: RESOURCE_TEARDOWN_METHOD,
  })
})

test('types that are plain data are the same on both sides', () => {
  expectTypeOf<DisplayMode>().toEqualTypeOf<Official.McpUiDisplayMode>()
  expectTypeOf<StyleVariable>().toEqualTypeOf<Official.McpUiStyleVariableKey>()
  expectTypeOf<ToolVisibility>().toEqualTypeOf<Official.McpUiToolVisibility>()
  expect(STYLE_VARIABLES).toHaveLength(76)
})

test('what an official host sends is what ours is typed to take', () => {
  // by assignment: an index signature of theirs confuses toExtend
  expectTypeOf((theirs: Official.McpUiHostContext): HostContext => theirs).toBeFunction()
  expectTypeOf<Official.McpUiHostCapabilities>().toExtend<HostCapabilities>()
  expectTypeOf<Official.McpUiResourceCsp>().toExtend<UiCsp>()
  expectTypeOf<Official.McpUiResourcePermissions>().toExtend<UiPermissions>()
  expectTypeOf<Official.McpUiToolInputNotification['params']>().toExtend<HostNotifications['ui/notifications/tool-input']>()
  expectTypeOf<Official.McpUiToolCancelledNotification['params']>().toExtend<HostNotifications['ui/notifications/tool-cancelled']>()
})

test('what our view sends is what an official host takes', () => {
  expectTypeOf<AppCapabilities>().toExtend<Official.McpUiAppCapabilities>()
  expectTypeOf<ViewRequests['ui/initialize']['params']>().toExtend<Official.McpUiInitializeRequest['params']>()
  expectTypeOf<ViewRequests['ui/message']['params']>().toExtend<Official.McpUiMessageRequest['params']>()
  expectTypeOf<ViewRequests['ui/open-link']['params']>().toExtend<Official.McpUiOpenLinkRequest['params']>()
  expectTypeOf<ViewRequests['ui/request-display-mode']['params']>().toExtend<Official.McpUiRequestDisplayModeRequest['params']>()
  expectTypeOf<ViewNotifications['ui/notifications/size-changed']>().toExtend<Official.McpUiSizeChangedNotification['params']>()
})
