import { BlockList, isIP } from 'node:net'

/** Blocks of IPv4 that are no host of the public internet (IANA special-purpose registry), multicast and reserved ones with them. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** The only block that hosts of the public internet have; mapped, translated, local and link addresses are outside of it. */
const GLOBAL_V6 = ['2000::/3']
/** Parts of it that are tunnels to an IPv4 address, for documents, or for protocols. */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const specialV4 = blocks(SPECIAL_V4, 'ipv4')
const globalV6 = blocks(GLOBAL_V6, 'ipv6')
const specialV6 = blocks(SPECIAL_V6, 'ipv6')

/** Whether an address is a host of the public internet: nothing of this machine, its network or its provider. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !specialV4.check(address, 'ipv4')
  // with a zone it is an interface of this machine
  return family === 6 && !address.includes('%') && globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6')
}

function blocks(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits = ''] = subnet.split('/')
    list.addSubnet(net, Number(bits), family)
  }
  return list
}
