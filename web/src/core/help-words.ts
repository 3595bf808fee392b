// The words of the guide: they come with it, not with the first map.
import help from '../words/en.help.json';
import { addWords } from './words';

addWords(help);
