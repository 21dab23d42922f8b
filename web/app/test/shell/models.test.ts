import type { Model } from '@tokenrill/client'
import { expect, test } from 'vitest'
import { areSimulated, groupModels } from '@/shell/models'

const models = (...ids: string[]): Model[] => ids.map(id => ({ id, object: 'model', owned_by: '' }))

test.each([
  [['default', 'sim/steady'], true],
  [['default', 'sim/steady', 'ollama/llama3:8b'], false],
  [['default', 'simple/model'], false],
])('of %j all are simulated: %s', (ids, are) => expect(areSimulated(models(...ids))).toBe(are))

test('models stand with who offers them, aliases first', () => {
  const groups = groupModels(models('ollama/a', 'default', 'sim/steady', 'ollama/b'))
  expect(groups.map(([group, members]) => [group, members.map(({ id }) => id)])).toEqual([
    ['Aliases', ['default']],
    ['ollama', ['ollama/a', 'ollama/b']],
    ['sim', ['sim/steady']],
  ])
})
