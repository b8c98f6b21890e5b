import { renderView } from '@lockstep/react'
import { CartApp } from './cart-app.tsx'
import { newCartId } from './cart-id.ts'
import './cart.css'

const mintId = () => newCartId(globalThis.crypto, { random: Math.random, now: Date.now })

renderView(<CartApp mintId={mintId} />, { appInfo: { name: 'Cart', version: '1' } })
