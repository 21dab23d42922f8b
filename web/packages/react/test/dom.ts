import { Window } from 'happy-dom'

/** A page for React to render into, with Node's own `fetch`: happy-dom's gives an answer's body only when all of it has come. */
const window = new Window({ url: 'http://page/' })

Object.assign(globalThis, {
  window,
  ...('navigator' in globalThis ? {} : { navigator: window.navigator }),
  document: window.document,
  requestAnimationFrame: window.requestAnimationFrame.bind(window),
  cancelAnimationFrame: window.cancelAnimationFrame.bind(window),
  IS_REACT_ACT_ENVIRONMENT: true,
})
