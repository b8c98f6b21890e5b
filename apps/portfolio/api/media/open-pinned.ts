import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

/**
 * The answer of a GET whose connection goes to `address` and nowhere else, whatever the name means by now: what was checked is what is asked.
 * The certificate still has to be of the name.
 */
export function openPinned(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIP(address)
  const lookup: LookupFunction = (_name, { all }, done) => {
    if (all === true) done(null, [{ address, family }])
    else done(null, address, family)
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  // its own connection: none of an earlier request that was checked otherwise
  const options = { lookup, signal, agent: false, headers: { accept: 'image/*', 'accept-encoding': 'identity' } }
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end()
  })
}
