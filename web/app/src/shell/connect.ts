import { TokenrillClient, type Transport } from '@tokenrill/client'

/** A client of the server that the page came from. */
export const connect = (key: string | undefined, transport?: Transport): TokenrillClient =>
  new TokenrillClient({ url: location.origin, ...(key ? { key } : {}), ...(transport ? { transport } : {}) })
