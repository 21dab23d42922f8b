import type { Recipe } from '@tokenrill/client'
import { useTokenrill } from '@tokenrill/react'
import { useEffect, useState } from 'react'

/** The server's recipes; none until they are here. */
export function useRecipes(): readonly Recipe[] {
  const client = useTokenrill()
  const [recipes, setRecipes] = useState<readonly Recipe[]>([])
  useEffect(() => {
    const asking = new AbortController()
    // Without the list the page works all the same: what is too long is then refused by the server, in as many words.
    client.recipes.list({ signal: asking.signal }).then(setRecipes, () => {})
    return () => asking.abort()
  }, [client])
  return recipes
}

/** The most characters that a recipe's variable may have; undefined when there is no such limit, or it is not known yet. */
export const mostOf = (recipes: readonly Recipe[], recipe: string, variable: string): number | undefined =>
  recipes.find(({ name }) => name === recipe)?.variables.find(({ name }) => name === variable)?.max_length
