import { readFile } from 'node:fs/promises'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, relative, resolve, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { isRecord } from '@lockstep/contract'
import type { RawBuildFault, RawFault } from './client-events.ts'

/** An error in a view with its place in the sources. */
export interface ViewFault {
  message: string
  /** Relative to the app's folder; null when nothing in the stack is source. */
  file: string | null
  /** From 1. */
  line: number | null
  /** From 1. */
  column: number | null
  /** The lines around the place, numbered; empty when there is no place. */
  source: string
  /** The stack with source places; empty when there is none. */
  stack: string
}

/** What a module served at an address was made from. */
export interface ServedModule {
  file: string
  map: SourceMapPayload | null
}

export interface FaultMapping {
  /** The app's folder. */
  root: string
  origin: string
  /** By path and query on the dev server; null when it served no such module. */
  moduleAt(url: string): Promise<ServedModule | null>
  /** Whether a file is among the modules served: no other is read for a view. */
  isServed(file: string): boolean
}

interface Place {
  file: string
  line: number
  column: number
}

/** Characters of a message or a stack; a view can send anything. */
const TEXT_MAX_CHARS = 4_000
const STACK_MAX_FRAMES = 20
/** Lines shown before and after the one in question. */
const LINES_AROUND = 2

/** Maps a browser's error to the sources. */
export async function mapFault(raw: unknown, mapping: FaultMapping): Promise<ViewFault | null> {
  if (!isRawFault(raw)) return null
  const frame = new RegExp(`${escapeRegExp(mapping.origin)}(/[^\\s()]*?):(\\d+):(\\d+)`)
  let first: Place | null = null
  const lines: string[] = []
  for (const line of raw.stack
    .slice(0, TEXT_MAX_CHARS * 4)
    .split('\n')
    .slice(0, STACK_MAX_FRAMES)) {
    const [address = '', url = '', row = '', column = ''] = frame.exec(line) ?? []
    const place = address === '' ? null : await placeOf(url, Number(row), Number(column), mapping)
    if (place === null) {
      lines.push(line)
      continue
    }
    if (first === null && !isForeign(place.file)) first = place
    lines.push(line.replace(address, () => `${shown(place.file, mapping.root)}:${place.line}:${place.column}`))
  }
  return faultAt(plainText(raw.message), first, plainText(lines.join('\n')), mapping)
}

/** Words a bundler's complaint the same way. Its place is in fields of its own or, as in `[ file.tsx:3:14 ]`, only in the text. */
export async function mapBuildFault(raw: unknown, mapping: FaultMapping): Promise<ViewFault | null> {
  if (!isRawBuildFault(raw)) return null
  const text = plainText(raw.message)
  const [, textFile, textLine, textColumn] = /\[ (\S+):(\d+):(\d+) \]/.exec(text) ?? []
  const [file] = raw.file === undefined ? [textFile === undefined ? undefined : resolve(textFile)] : raw.file.split('?', 1)
  const line = raw.line ?? Number(textLine)
  const column = raw.column === undefined ? Number(textColumn ?? 1) : raw.column + 1
  const place = file === undefined || Number.isNaN(line) || !mapping.isServed(file) ? null : { file, line, column }
  return faultAt(place === null ? text : withoutPicture(text), place, '', mapping)
}

/** The bundler draws the lines itself, less legibly; the count of errors before it says nothing. */
function withoutPicture(text: string): string {
  const [words = ''] = text.replace(/^Transform failed with \d+ errors?:\s*/, '').split(/\n\s*╭/, 1)
  return words.trim() === '' ? text : words.trim()
}

/** A fault as lines for a terminal. */
export function faultLines({ message, file, line, column, source, stack }: ViewFault): string[] {
  const place = file === null ? '' : `${file}:${line}:${column} `
  const rest = source === '' ? stack.split('\n').slice(1) : source.split('\n')
  return [`${place}${message}`, ...rest.filter((text) => text !== '')]
}

async function placeOf(url: string, line: number, column: number, { moduleAt }: FaultMapping): Promise<Place | null> {
  const served = await moduleAt(url)
  if (served === null) return null
  const { file, map } = served
  if (map === null || map.mappings === '') return { file, line, column }
  const origin = new SourceMap(map).findOrigin(line, column)
  if (!('fileName' in origin)) return { file, line, column }
  return { file: resolve(dirname(file), origin.fileName), line: origin.lineNumber, column: origin.columnNumber }
}

async function faultAt(message: string, place: Place | null, stack: string, { root, isServed }: FaultMapping): Promise<ViewFault> {
  const clipped = { message: message.slice(0, TEXT_MAX_CHARS), stack: stack.slice(0, TEXT_MAX_CHARS) }
  if (place === null) return { ...clipped, file: null, line: null, column: null, source: '' }
  const { line, column } = place
  // the map of a library may name any file of this machine
  const source = isServed(place.file) ? await sourceAround(place) : ''
  return { ...clipped, file: shown(place.file, root), line, column, source }
}

async function sourceAround({ file, line }: Place): Promise<string> {
  // a file that is gone by now only has no lines to show
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.split('\n')
  if (text === '' || line > lines.length) return ''
  const from = Math.max(line - LINES_AROUND, 1)
  const to = Math.min(line + LINES_AROUND, lines.length)
  const width = String(to).length
  return lines
    .slice(from - 1, to)
    .map((content, index) => `${from + index === line ? '>' : ' '} ${String(from + index).padStart(width)} | ${content}`)
    .join('\n')
    .slice(0, TEXT_MAX_CHARS)
}

/** Without what would command the terminal it is printed on: a view can say anything. */
function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n\t]/gu, '')
}

/** Libraries are not where one mends things. */
function isForeign(file: string): boolean {
  return file.includes(`${sep}node_modules${sep}`)
}

function shown(file: string, root: string): string {
  return relative(root, file).replaceAll(sep, '/')
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function isRawFault(raw: unknown): raw is RawFault {
  return isRecord(raw) && typeof raw['message'] === 'string' && typeof raw['stack'] === 'string'
}

function isRawBuildFault(raw: unknown): raw is RawBuildFault {
  const isOptional = (value: unknown, type: string): boolean => value === undefined || typeof value === type
  return (
    isRecord(raw) &&
    typeof raw['message'] === 'string' &&
    isOptional(raw['file'], 'string') &&
    isOptional(raw['line'], 'number') &&
    isOptional(raw['column'], 'number')
  )
}
