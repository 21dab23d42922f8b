/** Three dots: somebody thinks. */
export function Thinking({ label = 'Thinking' }: { readonly label?: string }) {
  return (
    <span role="img" aria-label={label} className="inline-flex items-center gap-1 py-1.5">
      {['', '[animation-delay:0.2s]', '[animation-delay:0.4s]'].map(delay => (
        <span key={delay} className={`size-1.5 animate-breathe rounded-full bg-accent ${delay}`} />
      ))}
    </span>
  )
}
