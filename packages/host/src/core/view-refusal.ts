import { AppError, RPC_CODES } from '@lockstep/contract'

/** A view's request that the host does not serve; becomes a JSON-RPC error in `view-session.ts` and nowhere else. */
export class ViewRefusal extends AppError {
  readonly rpcCode: number

  constructor(rpcCode: number, message: string) {
    super('HOST_VIEW_REFUSED', message, { blame: 'user' })
    this.name = 'ViewRefusal'
    this.rpcCode = rpcCode
  }
}

export function invalidParams(message: string): ViewRefusal {
  return new ViewRefusal(RPC_CODES.invalidParams, message)
}

export function refused(message: string): ViewRefusal {
  return new ViewRefusal(RPC_CODES.refused, message)
}
