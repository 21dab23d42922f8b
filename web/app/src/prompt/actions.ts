/** What can be made of a draft: a recipe each, with the variables `prompt` and `task_type`. */
export const actions = [
  { recipe: 'full_specification', label: 'Full specification', hint: 'everything that has to be known to do it, with goals, requirements and open questions', isMarkdown: true },
  { recipe: 'enhanced_prompt', label: 'Enhanced prompt', hint: 'the same request, so that a model answers it better', isMarkdown: false },
  { recipe: 'rephrase', label: 'Rephrase', hint: 'the same words, only clearer', isMarkdown: false },
] as const

export type Action = (typeof actions)[number]
export type ActionName = Action['recipe']

/** The action of a recipe; the first one for what is none. */
export const actionOf = (recipe: string): Action => actions.find(action => action.recipe === recipe) ?? actions[0]

/** Proposals for the kind of task; anything may be written. */
export const kindsOfTask = [
  'Web development',
  'Data analysis',
  'Research',
  'Writing an article',
  'An e-mail',
  'A press release',
  'Teaching material',
  'A picture',
  'Brainstorming',
  'Translation',
  'Code review',
]
