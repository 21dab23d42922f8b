import './dom.js'
import type { TokenrillClient } from '@tokenrill/client'
import { act, cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import { memo, type ReactNode, useEffect } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  type GenerationView,
  type LiveMessage,
  type PipelineView,
  type SessionView,
  TokenrillProvider,
  useGeneration,
  usePipeline,
  useSession,
  useSignals,
} from '../src/index.js'
import { clientOf, isConfirmed, newSession, type Server, startServer } from './harness.js'
import { type Speaker, startSpeaker } from './speaker.js'

// Strict mode at the root: only there everything is mounted twice.
configure({ asyncUtilTimeout: 60_000, reactStrictMode: true })

let speaker: Speaker
let server: Server

beforeAll(async () => {
  speaker = await startSpeaker()
  server = await startServer(speaker.options)
})
afterAll(async () => {
  await server?.stop()
  speaker?.stop()
})

beforeEach(() => {
  vi.spyOn(console, 'error')
})
afterEach(() => {
  cleanup()
  expect(vi.mocked(console.error).mock.calls).toEqual([])
  vi.restoreAllMocks()
})

const model = 'speaker/m'

const within =
  (client: TokenrillClient) =>
  ({ children }: { readonly children: ReactNode }) => <TokenrillProvider client={client}>{children}</TokenrillProvider>

/** A session with everything it has said, and what its hook gives. */
function sessionOf(id: string | undefined) {
  const views: SessionView[] = []
  const Session = ({ session = id }: { readonly session?: string | undefined }) => {
    const view = useSession(session)
    views.push(view)
    return <ol title={view.title ?? ''}>{view.messages.map(({ key, text, status }) => <li key={key}>{`${text} (${status})`}</li>)}</ol>
  }
  return { Session, views, view: () => views.at(-1) as SessionView }
}

test('a session is shown as it is said, and strict mode opens one stream', async () => {
  const { client, count, find } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const { Session, view } = sessionOf(id)
  let mounts = 0
  const Mounted = () => {
    useEffect(() => void mounts++, [])
    return <Session />
  }
  const { unmount } = render(<Mounted />, { wrapper: within(client) })
  await waitFor(() => expect(view().connection).toBe('open'))
  expect(mounts).toBe(2)
  expect([count(/^GET .*events/), count(/^GET .*messages/), count(/^GET .*sessions.[^/]+$/)]).toEqual([1, 1, 1])

  await act(() => view().send('Hello', { model }))
  const call = await act(() => speaker.asked('Hello'))
  call.say('Hi')
  await screen.findByText('Hi (active)')
  call.finish()
  await screen.findByText('Hi (completed)')
  expect(screen.getAllByRole('listitem').map(item => item.textContent)).toEqual(['Hello (sent)', 'Hi (completed)'])
  expect(count(/^GET .*events/)).toBe(1)

  unmount()
  await vi.waitUntil(() => find(/^GET .*events/)[0]?.init.signal?.aborted)
})

test('all who show a session share what it asks', async () => {
  const { client, count } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const [one, other] = [sessionOf(id), sessionOf(id)]
  const Signals = () => <p>{useSignals(id).signals.length}</p>
  render(
    <>
      <one.Session />
      <other.Session />
      <Signals />
    </>,
    { wrapper: within(client) },
  )
  await waitFor(() => expect(one.view().connection).toBe('open'))
  await waitFor(() => expect(count(/signals/)).toBe(1))
  expect(one.view()).toBe(other.view())
  expect([count(/^GET .*events/), count(/^GET .*messages/)]).toEqual([1, 1])
})

test('while an answer is written nothing else is rendered again, and that as often as it changed', async () => {
  const { client } = clientOf(server)
  const rendered: LiveMessage[] = []
  const shown = new Set<LiveMessage>()
  const Message = memo(({ message }: { readonly message: LiveMessage }) => {
    rendered.push(message)
    return <li>{`${message.text} (${message.status})`}</li>
  })
  let view: SessionView | undefined
  const id = newSession()
  const Session = () => {
    view = useSession(id)
    for (const message of view.messages) shown.add(message)
    return <ol>{view.messages.map(message => <Message key={message.key} message={message} />)}</ol>
  }
  // Strict mode renders everything twice.
  render(<Session />, { wrapper: within(client), reactStrictMode: false })
  await waitFor(() => expect(view?.isLoading).toBe(false))
  await act(async () => view?.send('One', { model }))
  ;(await act(() => speaker.asked('One'))).say('Uno').finish()
  await screen.findByText('Uno (completed)')
  await act(async () => view?.send('Two', { model }))
  const call = await act(() => speaker.asked('Two'))
  await waitFor(() => expect(view && isConfirmed(view)).toBe(true))
  const before = view?.messages.slice(0, 3) ?? []
  const from = rendered.length
  for (let count = 1; count <= 20; count++) {
    call.say('x')
    await screen.findByText(`${'x'.repeat(count)} (active)`)
  }
  call.finish()
  await screen.findByText(`${'x'.repeat(20)} (completed)`)

  expect(view?.messages.slice(0, 3).every((message, index) => message === before[index])).toBe(true)
  expect(rendered.slice(from).filter(message => before.includes(message))).toEqual([])
  expect(rendered.slice(from).length).toBeGreaterThanOrEqual(20)
  expect(rendered.length).toBe(shown.size)
})

test('another session takes the place of one, whose stream is closed', async () => {
  const { client, find } = clientOf(server)
  const [one, other] = [newSession(), newSession()]
  await client.sessions.create({ id: one, title: 'First' })
  await client.sessions.create({ id: other, title: 'Second' })
  const { Session, view, views } = sessionOf(one)
  const { rerender } = render(<Session session={one} />, { wrapper: within(client) })
  await screen.findByTitle('First')
  await waitFor(() => expect(view().connection).toBe('open'))
  const from = views.length
  rerender(<Session session={other} />)
  expect(view()).toMatchObject({ title: undefined, isLoading: true })
  await screen.findByTitle('Second')
  expect(views.slice(from).map(({ title }) => title)).not.toContain('First')
  await waitFor(() => expect(find(/^GET .*events/).map(({ init }) => init.signal?.aborted)).toEqual([true, false]))
})

test('what could not be sent is still there for who comes back', async () => {
  const { client, find } = clientOf(server)
  const id = newSession()
  await client.sessions.create({ id })
  const { Session, view } = sessionOf(id)
  const { rerender } = render(<Session />, { wrapper: within(client) })
  await waitFor(() => expect(view().connection).toBe('open'))
  await act(() => view().send('Too hot', { temperature: 7 }))
  rerender(<p>Elsewhere</p>)
  await vi.waitUntil(() => find(/^GET .*events/)[0]?.init.signal?.aborted)
  rerender(<Session />)
  await screen.findByText('Too hot (unsent)')
})

test('without a session there is nothing to see, and nothing can be said', () => {
  const { client, count } = clientOf(server)
  const { Session, view } = sessionOf(undefined)
  const Signals = () => <p>{useSignals(undefined).signals.length}</p>
  render(
    <>
      <Session />
      <Signals />
    </>,
    { wrapper: within(client) },
  )
  expect(view()).toMatchObject({ messages: [], isLoading: false, error: undefined })
  expect(() => view().send('Hello')).toThrow(TypeError)
  expect(() => view().send('Hello')).toThrow(/id/)
  expect(count(/./)).toBe(0)
})

test('a hook outside of a provider says what is missing', () => {
  vi.mocked(console.error).mockImplementation(() => {})
  const { Session } = sessionOf(newSession())
  expect(() => render(<Session />)).toThrow(/<TokenrillProvider client=/)
  vi.mocked(console.error).mockClear()
})

test('a generation that is named is read once, and one that is started in its place', async () => {
  const { client, count } = clientOf(server)
  const stream = await clientOf(server).client.start({ model, prompt: 'By name' })
  const call = await speaker.asked('By name')
  stream.close()
  let view: GenerationView | undefined
  const Generation = ({ generation }: { readonly generation: string | undefined }) => {
    view = useGeneration(generation)
    return <p>{`${view.answer?.text} (${view.phase})`}</p>
  }
  const { rerender } = render(<Generation generation={stream.generation} />, { wrapper: within(client) })
  expect(view?.phase).toBe('active')
  call.say('Read')
  await screen.findByText('Read (active)')
  call.finish()
  await screen.findByText('Read (completed)')
  expect(count(/^GET .*events/)).toBe(1)

  await act(async () => view?.start({ model, prompt: 'Another' }))
  ;(await act(() => speaker.asked('Another'))).say('Started').finish()
  await screen.findByText('Started (completed)')
  rerender(<Generation generation={view?.generation} />)
  expect(view?.phase).toBe('completed')
  expect([count(/^GET .*events/), count(/^POST/)]).toEqual([1, 1])
})

test('a pipeline is run by its component', async () => {
  const { client } = clientOf(server)
  let view: PipelineView | undefined
  const Pipeline = () => {
    view = usePipeline()
    return <p>{view.phase}</p>
  }
  render(<Pipeline />, { wrapper: within(client) })
  await screen.findByText('idle')
  await act(async () => view?.run('four_stages', { model: 'sim/fast', variables: { text: 'A red dog' } }))
  await screen.findByText(/completed|blocked/)
  expect(view?.stages.length).toBeGreaterThan(0)
  expect(view?.end?.status).toBe(view?.phase)
})
