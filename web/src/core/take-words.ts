// The words of the menu that takes things away: they come with it, not with the first map.
import take from '../words/en.take.json';
import { addWords } from './words';

addWords(take);
