import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '@lockstep/contract'
import type { Finding } from './finding.ts'
import { workspaceFolders } from './source-files.ts'

/**
 * Licences under which a dependency may come along: none asks anything of an app beyond naming it. MPL-2.0 binds only the files under it,
 * LGPL-3.0 only the shared library (libvips, which comes with sharp) that anybody may replace.
 */
const ALLOWED_LICENCES: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
]

/** Scripts that npm runs by itself on a machine that only installs. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare']

/** A version, or another name for a package at one. */
const EXACT = /^(?:npm:[@\w./-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

type Json = Readonly<Record<string, unknown>>

/** A `package.json` by the folder it stands in; '' is the root. */
export type Manifests = ReadonlyMap<string, Json>

/** The manifests of the root and of every workspace. */
export function readManifests(root: string): Map<string, Json> {
  return new Map(['', ...workspaceFolders(root)].map((folder) => [folder, readJson(path.join(root, folder, 'package.json'))]))
}

/** What a lock file holds, by path. */
export function readLock(root: string): Json {
  const { packages } = readJson(path.join(root, 'package-lock.json'))
  return isRecord(packages) ? packages : {}
}

/** Everything wrong with where our code comes from: see the four parts. */
export function findSupplyFaults(manifests: Manifests, lock: Json): Finding[] {
  return [...installScripts(manifests), ...loosePins(manifests), ...lockDrift(manifests, lock), ...foreignPackages(lock)]
}

/** A package that runs code when it is installed runs it on everybody's machine. */
function installScripts(manifests: Manifests): Finding[] {
  return [...manifests].flatMap(([folder, manifest]) =>
    INSTALL_SCRIPTS.filter((name) => name in recordAt(manifest, 'scripts')).map((name) =>
      finding(folder, `the script ${name} runs on every machine that installs this package; make it a command of its own`),
    ),
  )
}

/** A range takes what is published tomorrow. Peers are what the app brings, so those may be ranges. */
function loosePins(manifests: Manifests): Finding[] {
  return [...manifests].flatMap(([folder, manifest]) =>
    DEPENDENCY_FIELDS.filter((field) => field !== 'peerDependencies').flatMap((field) =>
      Object.entries(recordAt(manifest, field))
        .filter(([, version]) => !EXACT.test(String(version)))
        .map(([name, version]) => finding(folder, `${field} has ${name} ${String(version)}; expected one exact version`)),
    ),
  )
}

/** The lock must say of each workspace what its package.json says, or an install takes something else than was tested. */
function lockDrift(manifests: Manifests, lock: Json): Finding[] {
  return [...manifests].flatMap(([folder, manifest]) =>
    DEPENDENCY_FIELDS.flatMap((field) => {
      const wanted = recordAt(manifest, field)
      const locked = recordAt(recordAt(lock, folder), field)
      const names = [...new Set([...Object.keys(wanted), ...Object.keys(locked)])].filter((name) => wanted[name] !== locked[name])
      return names.map((name) =>
        finding(
          folder,
          `${field} says ${name} ${textOr(wanted[name], 'is not there')}, the lock ${textOr(locked[name], 'has none')}; run npm install`,
        ),
      )
    }),
  )
}

/** Of every package from elsewhere: what it is held to, whether it runs something on install, its licence, and that no registry is named. */
function foreignPackages(lock: Json): Finding[] {
  return Object.entries(lock).flatMap(([where, entry]) => {
    if (!where.includes('node_modules/') || !isRecord(entry) || entry['link'] === true) return []
    const { integrity, hasInstallScript, license, resolved } = entry
    return [
      ...(typeof integrity === 'string' && integrity.startsWith('sha512-') ? [] : [`${where} has no sha512 to be held to`]),
      ...(hasInstallScript === true ? [`${where} runs a script when it is installed`] : []),
      ...(resolved === undefined ? [] : [`${where} names the registry it came from; see .npmrc`]),
      ...(isAllowed(license)
        ? []
        : [`${where} is under ${textOr(license, 'no licence')}, which is not on the list in scripts/check/supply-chain.ts`]),
    ].map((message) => ({ file: 'package-lock.json', line: 1, message }))
  })
}

/** Also for `(MIT OR CC0-1.0)`, where one of them is enough, and `Apache-2.0 AND MIT`, where all count. */
function isAllowed(license: unknown): boolean {
  return (
    typeof license === 'string' &&
    license
      .replace(/[()]/g, '')
      .split(' OR ')
      .some((each) => each.split(' AND ').every((part) => ALLOWED_LICENCES.includes(part.trim())))
  )
}

/** How many packages there are of each licence, most first: `MIT 391, ISC 24`. */
export function licenceCounts(lock: Json): string {
  const counts = new Map<string, number>()
  for (const [where, entry] of Object.entries(lock)) {
    if (!where.includes('node_modules/') || !isRecord(entry) || entry['link'] === true) continue
    const licence = textOr(entry['license'], 'none')
    counts.set(licence, (counts.get(licence) ?? 0) + 1)
  }
  return [...counts]
    .toSorted((one, other) => other[1] - one[1])
    .map(([licence, count]) => `${licence} ${count}`)
    .join(', ')
}

function finding(folder: string, message: string): Finding {
  return { file: path.posix.join(folder, 'package.json'), line: 1, message }
}

function recordAt(from: Json, key: string): Json {
  const value = Object.hasOwn(from, key) ? from[key] : undefined
  return isRecord(value) ? value : {}
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function readJson(file: string): Json {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return isRecord(value) ? value : {}
}
