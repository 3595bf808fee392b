// The words of ranges, of what was known, of adding up and of the quiet line: they come when they are used first.
import time from '../words/en.time.json';
import { addWords } from './words';

addWords(time);
