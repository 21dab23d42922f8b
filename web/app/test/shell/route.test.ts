import { expect, test } from 'vitest'
import { hrefOf, parseRoute } from '@/shell/route'

test.each([
  ['', { page: 'chat', item: undefined }],
  ['#/streams', { page: 'streams', item: undefined }],
  ['#/streams/', { page: 'streams', item: undefined }],
  ['#/chat/s-42', { page: 'chat', item: 's-42' }],
  ['#/chat/a%2Fb%20%C3%A4', { page: 'chat', item: 'a/b ä' }],
  ['#/chat/100%', { page: 'chat', item: '100%' }],
  ['#/nowhere', { page: 'chat', item: undefined }],
])('%s is read', (hash, route) => expect(parseRoute(hash)).toEqual(route))

test.each(['s-42', 'a/b', '100%', 'ä #?', '../up'])('a link to %s leads there', item => {
  expect(parseRoute(hrefOf('chat', item))).toEqual({ page: 'chat', item })
})
