import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'

/** Tokens as somebody makes them who has seen a real one and knows the issuer's public keys, but not its private key. */
export async function forgeries(token: string, issuer: string): Promise<ReadonlyMap<string, string>> {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = decode(payload)
  const { keys } = (await (await fetch(new URL('/jwks', issuer))).json()) as { keys: Record<string, unknown>[] }
  const kid = String(decode(header)['kid'])
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signed = (head: object, body: object): string => {
    const input = `${encode(head)}.${encode(body)}`
    return `${input}.${createSign('sha256').update(input).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }
  const asSecret = (secret: string): string => {
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  return new Map([
    ['alg:none', `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`],
    ['alg:none with the signature left', `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.${signature}`],
    ['no signature', `${header}.${payload}.`],
    ['HS256 with the public key as the secret', asSecret(JSON.stringify(keys[0]))],
    ['HS256 with an empty secret', asSecret('')],
    ['another user in it', `${header}.${encode({ ...claims, sub: 'grace' })}.${signature}`],
    ['another key under the same name', signed({ alg: 'ES256', typ: 'at+jwt', kid }, claims)],
    ['another key under another name', signed({ alg: 'ES256', typ: 'at+jwt', kid: 'mine' }, claims)],
    ['a key in the header', signed({ alg: 'ES256', typ: 'at+jwt', jwk: keys[0] }, claims)],
    ['the address of a key in the header', signed({ alg: 'ES256', typ: 'at+jwt', kid, jku: 'http://localhost:1/jwks' }, claims)],
    ['not a token', 'ada'],
    ['nothing', ''],
    ['a quote', 'a"b'],
    ['much', 'a'.repeat(9_000)],
  ])
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
