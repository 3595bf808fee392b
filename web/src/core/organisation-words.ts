// The words of the list of organisations: they come with it, not with the first map.
import './record-words';
import organisations from '../words/en.organisations.json';
import { addWords } from './words';

addWords(organisations);
