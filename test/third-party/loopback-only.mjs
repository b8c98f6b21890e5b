// Preloaded into apps of others, which listen on every interface by default: whatever they ask for, they get the loopback.
import { Server } from 'node:net'

const listen = Server.prototype.listen
/** @param {...unknown} args */
Server.prototype.listen = function onLoopback(...args) {
  const [first, second] = args
  if (typeof first === 'number' || typeof first === 'string') {
    const rest = typeof second === 'string' ? args.slice(2) : args.slice(1)
    return Reflect.apply(listen, this, [first, '127.0.0.1', ...rest])
  }
  if (typeof first === 'object' && first !== null && 'port' in first)
    return Reflect.apply(listen, this, [{ ...first, host: '127.0.0.1' }, ...args.slice(1)])
  return Reflect.apply(listen, this, args)
}
