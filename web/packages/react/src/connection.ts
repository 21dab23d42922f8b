/** How a connection stands: being made, made, or `lost`: broken and being made anew, unless an `error` says that this was given up. */
export type Connection = 'connecting' | 'open' | 'lost'
