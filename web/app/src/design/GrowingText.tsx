import { type Ref, type TextareaHTMLAttributes, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { classes } from './classes'

export interface GrowingTextProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value'> {
  readonly value: string
  readonly ref?: Ref<HTMLTextAreaElement>
}

/** A text area as high as its text, up to the `max-h-…` of its class. */
export function GrowingText({ value, className, ref, ...rest }: GrowingTextProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => area.current as HTMLTextAreaElement, [])
  useLayoutEffect(() => {
    const element = area.current
    if (!element || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [value])
  return <textarea ref={area} dir="auto" value={value} className={classes('field-sizing-content resize-none', className)} {...rest} />
}
