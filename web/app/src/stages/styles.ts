/** A way to see an idea: what is sent as the task of the transformation. */
export interface Style {
  readonly id: string
  readonly title: string
  /** What will happen, in a few words, for whoever chooses. */
  readonly hint: string
  /** Sent as `style_prompt`. */
  readonly task: string
}

/** The styles to choose from. Each says what to do with the idea, and not only how it should look in the end. */
export const styles = [
  {
    id: 'bauhaus',
    title: 'As a Bauhaus poster',
    hint: 'Circles, squares, triangles, three strong colours',
    task:
      'Turn the input into a poster as it could have been made at the Bauhaus around 1923. Decide which parts of the idea become circles, squares, triangles, bars and lines, and where each stands on the sheet: what is big, what is small, what touches, what leans. Use red, blue and yellow with black, white and grey, large empty areas and at most three words in plain letters. Describe the finished poster precisely, so that somebody could cut it out of paper.',
  },
  {
    id: 'insect',
    title: 'Through the eyes of an insect',
    hint: 'Very small, very near, and full of smells',
    task:
      'Tell the input again from the view of an insect that is in the middle of it. Choose an insect that fits the place. Everything is huge and near: a blade of grass is a tree, a drop is a lake, footsteps shake the ground. Use what it notices: light in many small facets, ultraviolet patterns, warmth, trembling, smells, wind. It does not know what people call things; it describes them by what they do to it. Write in the first person, with real curiosity and without disgust.',
  },
  {
    id: 'fairy-tale',
    title: 'As a fairy tale',
    hint: 'With a wish, a riddle and something magic',
    task:
      'Turn the input into one scene of a fairy tale that nobody has told before. Keep who and what the idea is about, give them a wish and something that stands in their way, and let one everyday thing in it be magic, with a rule and a price. Anybody may be clever, brave or kind: no one has to be a princess, be rescued, or be punished for how they look. Describe the place, the light and the moment in which everything could still go either way.',
  },
  {
    id: 'music',
    title: 'As music',
    hint: 'What it would sound like with your eyes closed',
    task:
      'Turn the input into a piece of music of about a minute. Describe what is heard and in which order: how it begins, what comes in, what it grows into, how it ends. Say which voices, instruments or everyday things make each sound, how fast and how loud it is, what repeats and what surprises. Every being, thing and feeling of the idea becomes a sound of its own. Name no existing song, band or composer.',
  },
  {
    id: 'future',
    title: 'In the future',
    hint: 'The same thing, a hundred years from now',
    task:
      'Move the input a hundred years into the future, to an ordinary day. Think through what has changed and why: what people build with, how they move, what they eat, what grows in the streets, how it is warm or cool, what they share. Keep the heart of the idea and show it in a single scene with two or three inventions that nobody explains because everybody knows them. Neither paradise nor catastrophe: some problems are solved, and there is a new one.',
  },
  {
    id: 'paper',
    title: 'Made of paper and scraps',
    hint: 'A collage from what lies around',
    task:
      'Turn the input into a collage of found material: torn maps, bus tickets, tissue paper, fabric, bottle caps, leaves, old printed pages. Decide which material becomes which part of the idea, and let it matter: something soft for what is gentle, something torn for what is broken, something printed for what is loud. Describe the layers from the back to the front, the edges, the shadows they throw, and one place where the glue or the scissors can be seen.',
  },
  {
    id: 'dream',
    title: 'As a dream',
    hint: 'Familiar, but something is not quite right',
    task:
      'Turn the input into a dream. Begin with what is familiar in it and let two or three things obey other rules: sizes change, a door leads somewhere else, somebody is two people at once, time runs in a circle. Nobody in it is surprised. Choose one colour that returns and one sound that does not stop. It may be strange or a little eerie, and it stays gentle. Describe the moment just before waking.',
  },
] as const satisfies readonly Style[]

/** The style that the person writes. */
export const own = 'own'

/** The task to send: that of the chosen style, or the person's own words. */
export const taskOf = (id: string, ownWords: string): string => (id === own ? ownWords : (styles.find(style => style.id === id)?.task ?? ''))
