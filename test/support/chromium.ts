import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { findChromium, recordedChromium } from '../../scripts/setup/find-chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** No name leaves the machine: everything but loopback fails to resolve, so a test that needs the network fails at once. */
const RESOLVER_RULES = 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1'

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=${RESOLVER_RULES}`,
]

/** WebRTC is the one road that no CSP closes. */
const NO_WEBRTC = '--webrtc-ip-handling-policy=disable_non_proxied_udp'
/** As everyday browsers have it, but without the names it would call out to the local network. */
const LOOPBACK_WEBRTC = '--disable-features=WebRtcHideLocalIpsWithMdns'

export interface ChromiumOptions {
  /** True: WebRTC speaks UDP, to whom the page names. Default: it does not. */
  hasWebRtc?: boolean
}

/**
 * Starts the Chromium that the set-up found, headless, cut off from every host but this machine.
 * The caller closes it.
 * @throws when no Chromium is known: run `node scripts/setup.mjs --browser`
 */
export async function launchChromium({ hasWebRtc = false }: ChromiumOptions = {}): Promise<Browser> {
  const executablePath = recordedChromium(root) ?? (await findChromium())?.file
  if (executablePath === undefined) throw new Error('No Chromium is known here. Run: node scripts/setup.mjs --browser')
  return chromium.launch({ executablePath, args: [...chromiumFlags(process.getuid?.() === 0), hasWebRtc ? LOOPBACK_WEBRTC : NO_WEBRTC] })
}

/** Chromium's own sandbox does not start as root, and only there is it given up. */
export function chromiumFlags(isRoot: boolean): string[] {
  return isRoot ? ['--no-sandbox', ...FLAGS] : [...FLAGS]
}
