import { AppError } from '@lockstep/contract'
import { describe, expect, test } from 'vitest'
import { parseCommand } from './parse-command.ts'

test('dev runs on the usual ports, with hot views unless told otherwise', () => {
  const usual = { kind: 'dev', mcpUrls: [], port: 4700, sandboxPort: 4701, runtime: 'preact', isHot: true }
  expect(parseCommand(['dev'], {})).toEqual(usual)
  expect(parseCommand(['dev', '--no-hmr'], {})).toEqual({ ...usual, isHot: false })
})

test('start serves one app, and knows no ports of a local ChatGPT', () => {
  expect(parseCommand(['start'], { LOCKSTEP_HOST_PORT: 'any' })).toEqual({ kind: 'start', app: null })
  expect(parseCommand(['start', 'cart'], {})).toEqual({ kind: 'start', app: 'cart' })
})

test('dev takes any number of MCP addresses', () => {
  expect(parseCommand(['dev', 'http://localhost:8000/mcp', 'https://a.example/mcp'], {})).toMatchObject({
    mcpUrls: ['http://localhost:8000/mcp', 'https://a.example/mcp'],
  })
})

test('the sandbox stays beside a chosen port, and each variable has its say', () => {
  const env = { LOCKSTEP_HOST_PORT: '5000' }
  expect(parseCommand(['dev'], env)).toMatchObject({ port: 5000, sandboxPort: 5001 })
  expect(parseCommand(['dev', '--port', '6000'], env)).toMatchObject({ port: 6000, sandboxPort: 6001 })
  expect(parseCommand(['dev'], { ...env, LOCKSTEP_SANDBOX_PORT: '7000' })).toMatchObject({ port: 5000, sandboxPort: 7000 })
  expect(parseCommand(['dev', '--port=65535'], { LOCKSTEP_SANDBOX_PORT: '7000' })).toMatchObject({ port: 65_535, sandboxPort: 7000 })
  expect(parseCommand(['dev', '--port=0'], {})).toMatchObject({ port: 0, sandboxPort: 0 })
})

test('help, version and build', () => {
  expect(parseCommand(['--help'], {})).toEqual({ kind: 'help', isAsked: true })
  expect(parseCommand(['dev', '-h'], {})).toEqual({ kind: 'help', isAsked: true })
  expect(parseCommand([], {})).toEqual({ kind: 'help', isAsked: false })
  expect(parseCommand(['-v'], {})).toEqual({ kind: 'version' })
  expect(parseCommand(['build', '--runtime', 'react'], {})).toEqual({ kind: 'build', runtime: 'react' })
})

test('golden tries the configured apps with the script, or what is asked for', () => {
  const usual = { kind: 'golden', mcpUrls: [], goldenFile: null, model: 'scripted', user: null, isJson: false, runtime: 'preact' }
  expect(parseCommand(['golden'], {})).toEqual(usual)
  const asked = ['golden', 'http://localhost:8000/mcp', '--golden', 'g.json', '--model', 'openai', '--user', 'ada', '--json']
  const mcpUrls = ['http://localhost:8000/mcp']
  expect(parseCommand(asked, {})).toEqual({ ...usual, mcpUrls, goldenFile: 'g.json', model: 'openai', user: 'ada', isJson: true })
})

test('call takes an address, a tool and its arguments', () => {
  const usual = {
    kind: 'call',
    mcpUrl: 'http://localhost:8000/mcp',
    tool: 'look',
    arguments: {},
    screenshotFile: null,
    isJson: false,
    isApproved: false,
  }
  expect(parseCommand(['call', 'http://localhost:8000/mcp', 'look'], {})).toEqual(usual)
  const asked = ['call', 'http://localhost:8000/mcp', 'look', '{"id":1}', '--screenshot', 'v.png', '--json', '--yes']
  expect(parseCommand(asked, {})).toEqual({ ...usual, arguments: { id: 1 }, screenshotFile: 'v.png', isJson: true, isApproved: true })
})

describe('what it does not understand is said with what it got', () => {
  test.each([
    [['publish'], {}, 'There is no command "publish"'],
    [['build', 'cart'], {}, '"lockstep build" takes no argument, it got "cart"'],
    [['start', 'cart', 'list'], {}, 'takes the name of one app, it got "cart list"'],
    [['start', '--port', '80'], {}, '"lockstep start" takes no --port'],
    [['start', '--no-hmr'], {}, 'takes no --no-hmr'],
    [['dev', 'localhost:8000'], {}, '"localhost:8000" should be the http(s) address'],
    [['dev', 'file:///mcp'], {}, '"file:///mcp" should be the http(s) address'],
    [['dev', '--port', 'high'], {}, '--port should be a port from 0 to 65535, it is "high"'],
    [['dev', '--port', '70000'], {}, 'it is "70000"'],
    [['dev', '--port', '65535'], {}, 'The sandbox takes the port after 65535'],
    [['dev'], { LOCKSTEP_HOST_PORT: '-1' }, 'LOCKSTEP_HOST_PORT should be a port'],
    [['dev', '--fast'], {}, "Unknown option '--fast'"],
    [['dev', '--port'], {}, 'argument missing'],
    [['build', '--runtime', 'vue'], {}, '--runtime is preact or react'],
    [['build', '--port', '80'], {}, '"lockstep build" takes no --port.'],
    [['dev', '--json'], {}, '"lockstep dev" takes no --json.'],
    [['dev', '--user', 'ada'], {}, '"lockstep dev" takes no --user.'],
    [['golden', '--yes'], {}, '"lockstep golden" takes no --yes.'],
    [['golden', '--model', 'big'], {}, '--model is scripted or openai, it got "big"'],
    [['golden', 'http://localhost:1/mcp'], {}, 'name its prompts with --golden'],
    [['golden', '--golden', 'g.json'], {}, 'give that address, too'],
    [['call', 'http://localhost:1/mcp'], {}, 'takes an address, a tool and its arguments'],
    [['call', 'http://localhost:1/mcp', 'a', '{}', 'b'], {}, 'takes an address, a tool and its arguments'],
    [['call', 'nowhere', 'a'], {}, '"nowhere" should be the http(s) address'],
    [['call', 'http://localhost:1/mcp', 'a', '{id}'], {}, 'should be a JSON object such as'],
    [['call', 'http://localhost:1/mcp', 'a', '[1]'], {}, 'they are [1].'],
  ])('%j', (args, env, message) => {
    const parse = () => parseCommand(args, env)
    expect(parse).toThrow(message)
    expect(parse).toThrow(expect.objectContaining({ code: 'CLI_USAGE', blame: 'user' }))
    expect(parse).toThrow(AppError)
  })
})
